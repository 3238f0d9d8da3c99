package emulator

import (
	"cmp"
	"net/http"
	"slices"
	"strings"
)

// waitlistEntry is a person who asked to be let in.
type waitlistEntry struct {
	ID           string
	EmailAddress string
	Status       string // pending, invited, rejected, completed
	InvitationID string // set once invited
	InvitedAt    int64
	CreatedAt    int64
	UpdatedAt    int64
}

type waitlistEntryJSON struct {
	Object       string          `json:"object"`
	ID           string          `json:"id"`
	EmailAddress string          `json:"email_address"`
	Status       string          `json:"status"`
	IsLocked     bool            `json:"is_locked"`
	CreatedAt    int64           `json:"created_at"`
	UpdatedAt    int64           `json:"updated_at"`
	Invitation   *invitationJSON `json:"invitation"`
}

func waitlistRoutes() []route {
	return []route{
		{"GET /waitlist_entries", (*Server).listWaitlist},
		{"POST /waitlist_entries/{waitlist_entry_id}/invite", (*Server).inviteWaitlisted},
		{"POST /waitlist_entries/{waitlist_entry_id}/reject", (*Server).rejectWaitlisted},
		{"DELETE /waitlist_entries/{waitlist_entry_id}", (*Server).deleteWaitlisted},
	}
}

func sampleWaitlist(x *extras) []*waitlistEntry {
	var out []*waitlistEntry
	for i, name := range []string{"early.bird", "curious.cat", "maria.silva", "not.now", "came.in", "kofi.mensah"} {
		at := x.ago(int64(2*i), 1)
		out = append(out, &waitlistEntry{
			ID: x.store.newID("wle_", nil), EmailAddress: name + "@wait.example", CreatedAt: at, UpdatedAt: at,
			Status: []string{statusPending, statusPending, statusPending, statusRejected, "completed", statusPending}[i],
		})
	}
	return out
}

// renderWaitlisted renders an entry; the caller holds the lock.
func (x *extras) renderWaitlisted(e *waitlistEntry, now int64) waitlistEntryJSON {
	j := waitlistEntryJSON{
		Object: "waitlist_entry", ID: e.ID, EmailAddress: e.EmailAddress, Status: e.Status,
		CreatedAt: e.CreatedAt, UpdatedAt: e.UpdatedAt,
	}
	for _, i := range x.invitations {
		if i.ID == e.InvitationID {
			rendered := i.render(now)
			j.Invitation = &rendered
		}
	}
	return j
}

func (s *Server) listWaitlist(r *request) (any, *apiError) {
	if err := checkEnum(r, "status", statusPending, statusInvited, "completed", statusRejected); err != nil {
		return nil, err
	}
	wanted, query := r.query["status"], strings.ToLower(r.query.Get("query"))
	s.extras.mu.Lock()
	defer s.extras.mu.Unlock()
	kept := slices.DeleteFunc(slices.Clone(s.extras.waitlist), func(e *waitlistEntry) bool {
		return len(wanted) > 0 && !slices.Contains(wanted, e.Status) ||
			query != "" && !strings.Contains(e.EmailAddress, query) && !strings.EqualFold(e.ID, query)
	})
	err := order(r, kept, "-created_at", map[string]func(a, b *waitlistEntry) int{
		"created_at":    func(a, b *waitlistEntry) int { return cmp.Compare(a.CreatedAt, b.CreatedAt) },
		"email_address": func(a, b *waitlistEntry) int { return cmp.Compare(a.EmailAddress, b.EmailAddress) },
		"invited_at":    func(a, b *waitlistEntry) int { return cmp.Compare(a.InvitedAt, b.InvitedAt) },
	})
	if err != nil {
		return nil, err
	}
	rows := make([]waitlistEntryJSON, 0, len(kept))
	for _, e := range kept {
		rows = append(rows, s.extras.renderWaitlisted(e, s.nowMS()))
	}
	return enveloped(r, rows), nil
}

// waitlisted finds an entry; the caller holds the lock.
func (x *extras) waitlisted(id string) (*waitlistEntry, *apiError) {
	for _, e := range x.waitlist {
		if e.ID == id {
			return e, nil
		}
	}
	return nil, notFound("waitlist entry", id)
}

func (s *Server) inviteWaitlisted(r *request) (any, *apiError) {
	var body struct {
		IgnoreExisting opt[bool] `json:"ignore_existing"`
	}
	if err := decodeClosed(r, &body); err != nil {
		return nil, err
	}
	s.extras.mu.Lock()
	defer s.extras.mu.Unlock()
	e, err := s.extras.waitlisted(r.id("waitlist_entry_id"))
	if err != nil {
		return nil, err
	}
	if e.Status == "completed" {
		return nil, fail(http.StatusBadRequest, "waitlist_entry_already_completed", "already completed", "This waitlist entry has already been completed.")
	}
	if e.Status == statusInvited && !body.IgnoreExisting.Value {
		return nil, fail(http.StatusConflict, "conflict", "already invited", "This waitlist entry has already been invited.")
	}
	now := s.nowMS()
	made := s.extras.newInvitation(e.EmailAddress, nil, defaultInvitationDays, now)
	e.Status, e.InvitationID, e.InvitedAt, e.UpdatedAt = statusInvited, made.ID, now, now
	return s.extras.renderWaitlisted(e, now), nil
}

func (s *Server) rejectWaitlisted(r *request) (any, *apiError) {
	s.extras.mu.Lock()
	defer s.extras.mu.Unlock()
	e, err := s.extras.waitlisted(r.id("waitlist_entry_id"))
	if err != nil {
		return nil, err
	}
	switch e.Status {
	case "completed":
		return nil, fail(http.StatusBadRequest, "waitlist_entry_already_completed", "already completed", "This waitlist entry has already been completed.")
	case statusRejected:
		return nil, fail(http.StatusConflict, "conflict", "already rejected", "This waitlist entry has already been rejected.")
	}
	e.Status, e.UpdatedAt = statusRejected, s.nowMS()
	return s.extras.renderWaitlisted(e, s.nowMS()), nil
}

func (s *Server) deleteWaitlisted(r *request) (any, *apiError) {
	s.extras.mu.Lock()
	defer s.extras.mu.Unlock()
	e, err := s.extras.waitlisted(r.id("waitlist_entry_id"))
	if err != nil {
		return nil, err
	}
	s.extras.waitlist = slices.DeleteFunc(slices.Clone(s.extras.waitlist), func(x *waitlistEntry) bool { return x == e })
	return deletedObject{Object: "waitlist_entry", ID: e.ID, Deleted: true}, nil
}
