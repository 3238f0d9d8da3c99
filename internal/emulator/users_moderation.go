package emulator

import (
	"fmt"
	"net/http"
	"slices"
)

// userWriteRoutes are the operations that change users.
func userWriteRoutes() []route {
	return []route{
		{"POST /users", (*Server).createUser},
		{"PATCH /users/{user_id}", (*Server).updateUser},
		{"DELETE /users/{user_id}", (*Server).deleteUser},
		{"POST /users/ban", (*Server).banUsers},
		{"POST /users/unban", (*Server).unbanUsers},
		{"POST /users/{user_id}/ban", (*Server).banUser},
		{"POST /users/{user_id}/unban", (*Server).unbanUser},
		{"POST /users/{user_id}/lock", (*Server).lockUser},
		{"POST /users/{user_id}/unlock", (*Server).unlockUser},
		{"POST /users/{user_id}/profile_image", (*Server).setProfileImage},
		{"DELETE /users/{user_id}/profile_image", (*Server).deleteProfileImage},
		{"PATCH /users/{user_id}/metadata", (*Server).mergeUserMetadata},
		{"PUT /users/{user_id}/metadata", (*Server).replaceUserMetadata},
	}
}

func (s *Server) deleteUser(r *request) (any, *apiError) {
	id := r.id("user_id")
	s.identities.Lock()
	defer s.identities.Unlock()
	u, ok := s.store.find(id)
	if !ok {
		return nil, notFound("user", id)
	}
	if u.SCIM != nil && u.SCIM.DirectoryEnabled {
		return nil, userManagedBySCIM()
	}
	s.store.remove(id)
	s.extras.forget(u)
	gone := deletedObject{Object: "user", ID: id, Deleted: true}
	if u.ExternalID != nil {
		gone.ExternalID = *u.ExternalID
	}
	return gone, nil
}

func (s *Server) banUser(r *request) (any, *apiError) { return s.setBanned(r.id("user_id"), true) }

func (s *Server) unbanUser(r *request) (any, *apiError) { return s.setBanned(r.id("user_id"), false) }

// setBanned bans, which revokes all sessions, or unbans, which brings none back.
func (s *Server) setBanned(id string, banned bool) (any, *apiError) {
	u, err := s.store.update(id, func(u *userRecord) *apiError {
		u.Banned = banned
		return nil
	})
	if err != nil {
		return nil, err
	}
	if banned {
		if err := s.revokeSessions(id); err != nil {
			return nil, err
		}
	}
	return renderUser(u, s.nowMS()), nil
}

// maxBulkUsers is how many users one bulk call may name.
const maxBulkUsers = 50

func (s *Server) banUsers(r *request) (any, *apiError) { return s.setAllBanned(r, true) }

func (s *Server) unbanUsers(r *request) (any, *apiError) { return s.setAllBanned(r, false) }

// setAllBanned leaves ids that nobody has out of its answer, which is why a
// client compares what it sent with what came back.
func (s *Server) setAllBanned(r *request, banned bool) (any, *apiError) {
	var body struct {
		UserIDs opt[[]string] `json:"user_ids"`
	}
	if err := decodeClosed(r, &body); err != nil {
		return nil, err
	}
	ids := body.UserIDs.Value
	switch {
	case len(ids) == 0:
		return nil, missingParam("user_ids")
	case len(ids) > maxBulkUsers:
		return nil, fail(http.StatusBadRequest, "bulk_size_exceeded", "Bulk size exceeded",
			fmt.Sprintf("The maximum number of users per request is %d.", maxBulkUsers))
	}
	out := []any{}
	for i, id := range ids {
		if slices.Contains(ids[:i], id) {
			continue
		}
		u, err := s.setBanned(id, banned)
		if err == nil {
			out = append(out, u)
		}
	}
	return out, nil
}

// lock locks the user by the instance's policy.
func (u *userRecord) lock(now int64) {
	u.Lock = lockout{On: true, Until: now + lockDuration}
	if u.AttemptsRemaining != nil {
		u.AttemptsRemaining = ref(0)
	}
}

func (s *Server) lockUser(r *request) (any, *apiError) {
	now := s.nowMS()
	return s.changed(r, func(u *userRecord) *apiError {
		u.lock(now)
		return nil
	})
}

func (s *Server) unlockUser(r *request) (any, *apiError) {
	return s.changed(r, func(u *userRecord) *apiError {
		u.Lock = lockout{}
		if u.AttemptsRemaining != nil {
			u.AttemptsRemaining = ref(attemptsAllowed)
		}
		return nil
	})
}

// changed changes the user of the path and answers him.
func (s *Server) changed(r *request, fn func(*userRecord) *apiError) (any, *apiError) {
	u, err := s.store.update(r.id("user_id"), fn)
	if err != nil {
		return nil, err
	}
	return renderUser(u, s.nowMS()), nil
}

func (s *Server) mergeUserMetadata(r *request) (any, *apiError) {
	return s.writeMetadata(r, (*userRecord).mergeMetadata)
}

func (s *Server) replaceUserMetadata(r *request) (any, *apiError) {
	return s.writeMetadata(r, func(u *userRecord, m *metadataFields) *apiError {
		if errs := m.check(); len(errs) > 0 {
			return joinErrors(errs)
		}
		u.replaceMetadata(m)
		return nil
	})
}

func (s *Server) writeMetadata(r *request, write func(*userRecord, *metadataFields) *apiError) (any, *apiError) {
	if err := s.takeUserWrite(r.id("user_id")); err != nil {
		return nil, err
	}
	var body metadataFields
	if err := decodeClosed(r, &body); err != nil {
		return nil, err
	}
	return s.changed(r, func(u *userRecord) *apiError { return write(u, &body) })
}

// mergeMetadata merges the objects that were sent into the user's own. The
// cap holds for what comes out, not for what was sent.
func (u *userRecord) mergeMetadata(m *metadataFields) *apiError {
	var errs []*apiError
	for _, f := range m.each() {
		if !f.sent.has() {
			continue
		}
		if !isObject(f.sent.Value) {
			errs = append(errs, wrongType(f.name, "object"))
			continue
		}
		merged, err := mergeMetadata(*u.metadataOf(f.name), f.sent.Value)
		if err != nil {
			return badRequest("request_body_invalid", "The metadata could not be read.")
		}
		if tooBig := checkMetadataSize(f.name, merged); tooBig != nil {
			errs = append(errs, tooBig)
			continue
		}
		*u.metadataOf(f.name) = merged
	}
	return joinErrors(errs)
}
