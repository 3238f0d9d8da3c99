package emulator

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// invitation is an invitation into the application.
type invitation struct {
	ID             string
	EmailAddress   string
	PublicMetadata json.RawMessage
	Status         string // pending, accepted, revoked; expired follows from ExpiresAt
	ExpiresAt      int64
	CreatedAt      int64
	UpdatedAt      int64
}

type invitationJSON struct {
	Object         string          `json:"object"`
	ID             string          `json:"id"`
	EmailAddress   string          `json:"email_address"`
	PublicMetadata json.RawMessage `json:"public_metadata"`
	Revoked        bool            `json:"revoked"`
	Status         string          `json:"status"`
	URL            string          `json:"url,omitempty"`
	ExpiresAt      *int64          `json:"expires_at"`
	CreatedAt      int64           `json:"created_at"`
	UpdatedAt      int64           `json:"updated_at"`
}

const (
	statusPending  = "pending"
	statusAccepted = "accepted"
	statusRevoked  = "revoked"
	statusInvited  = "invited"
	statusRejected = "rejected"

	defaultInvitationDays = 30
	maxInvitationDays     = 365
)

// status is the invitation's status at the time now (Unix ms).
func (i *invitation) status(now int64) string { return invitationStatus(i.Status, i.ExpiresAt, now) }

// invitationStatus lets a pending invitation run out.
func invitationStatus(status string, expires, now int64) string {
	if status == statusPending && expires != 0 && expires <= now {
		return statusExpired
	}
	return status
}

func (i *invitation) render(now int64) invitationJSON {
	j := invitationJSON{
		Object: "invitation", ID: i.ID, EmailAddress: i.EmailAddress, PublicMetadata: object(i.PublicMetadata),
		Revoked: i.Status == statusRevoked, Status: i.status(now), ExpiresAt: &i.ExpiresAt,
		CreatedAt: i.CreatedAt, UpdatedAt: i.UpdatedAt,
	}
	if j.Status == statusPending {
		j.URL = accountsURL + "/v1/tickets/accept?ticket=" + i.ID
	}
	return j
}

// accountsURL is the host of the links that the server makes.
const accountsURL = "https://accounts.acme-dev.example"

func invitationRoutes() []route {
	return []route{
		{"GET /invitations", (*Server).listInvitations},
		{"POST /invitations", (*Server).createInvitation},
		{"POST /invitations/bulk", (*Server).createInvitations},
		{"POST /invitations/{invitation_id}/revoke", (*Server).revokeInvitation},
	}
}

func sampleInvitations(x *extras) []*invitation {
	names := []string{"invited", "nora.falk", "li.wei", "omar.haddad", "giulia.rossi", "alice.jonson", "sven.berg", "amara.okafor", "yuki.tanaka"}
	statuses := []string{statusPending, statusPending, statusPending, statusAccepted, statusPending, statusPending, statusRevoked, statusPending, statusAccepted}
	var out []*invitation
	for i, name := range names {
		at := x.ago(int64(6*i), 3)
		out = append(out, &invitation{
			ID: x.store.newID("inv_", nil), EmailAddress: name + "@acme.example", Status: statuses[i],
			PublicMetadata: json.RawMessage(fmt.Sprintf(`{"cohort":%d}`, i%3)),
			CreatedAt:      at, UpdatedAt: at, ExpiresAt: at + defaultInvitationDays*msPerDay,
		})
	}
	return out
}

func (s *Server) listInvitations(r *request) (any, *apiError) {
	if err := checkEnum(r, "status", statusPending, statusAccepted, statusRevoked, statusExpired); err != nil {
		return nil, err
	}
	now, wanted, query := s.nowMS(), r.query["status"], strings.ToLower(r.query.Get("query"))
	s.extras.mu.Lock()
	all := snapshot(s.extras.invitations)
	s.extras.mu.Unlock()
	kept := slices.DeleteFunc(all, func(i invitation) bool {
		status := i.status(now)
		if len(wanted) == 0 && status == statusRevoked || len(wanted) > 0 && !slices.Contains(wanted, status) {
			return true
		}
		return query != "" && !strings.Contains(i.EmailAddress, query) && !strings.EqualFold(i.ID, query)
	})
	err := order(r, kept, "-created_at", map[string]func(a, b invitation) int{
		"created_at":    func(a, b invitation) int { return cmp.Compare(a.CreatedAt, b.CreatedAt) },
		"email_address": func(a, b invitation) int { return cmp.Compare(a.EmailAddress, b.EmailAddress) },
		"expires_at":    func(a, b invitation) int { return cmp.Compare(a.ExpiresAt, b.ExpiresAt) },
	})
	if err != nil {
		return nil, err
	}
	rows := make([]invitationJSON, 0, len(kept))
	for _, i := range kept {
		rows = append(rows, i.render(now))
	}
	return listed(r, rows), nil
}

// checkEnum refuses a query parameter with a value that its schema lacks.
func checkEnum(r *request, name string, values ...string) *apiError {
	for _, v := range r.query[name] {
		if !slices.Contains(values, v) {
			return invalid(name, "form_param_value_invalid", name+" must be one of "+strings.Join(values, ", ")+".")
		}
	}
	return nil
}

// order sorts rows by the first order_by, stably, in the API's notation: "+"
// or nothing ascending, "-" descending.
func order[T any](r *request, rows []T, fallback string, by map[string]func(a, b T) int) *apiError {
	asked := r.query.Get("order_by")
	if asked == "" {
		asked = fallback
	}
	field, desc := strings.CutPrefix(asked, "-")
	if !desc {
		field = strings.TrimPrefix(field, "+")
	}
	compare, ok := by[field]
	if !ok {
		return invalid("order_by", "form_param_value_invalid", "order_by must be one of "+strings.Join(sortedKeys(by), ", ")+", with an optional + or - before it.")
	}
	slices.SortStableFunc(rows, func(a, b T) int {
		if desc {
			return compare(b, a)
		}
		return compare(a, b)
	})
	return nil
}

// invitationBody is the request for one invitation.
type invitationBody struct {
	EmailAddress   opt[string]          `json:"email_address"`
	PublicMetadata opt[json.RawMessage] `json:"public_metadata"`
	RedirectURL    opt[string]          `json:"redirect_url"`
	Notify         opt[bool]            `json:"notify"`
	IgnoreExisting opt[bool]            `json:"ignore_existing"`
	ExpiresInDays  opt[int]             `json:"expires_in_days"`
	TemplateSlug   opt[string]          `json:"template_slug"`
}

func (s *Server) createInvitation(r *request) (any, *apiError) {
	if err := s.limits.take("invitations", invitesPerHour, time.Hour, s.now()); err != nil {
		return nil, err
	}
	var body invitationBody
	if err := decodeClosed(r, &body); err != nil {
		return nil, err
	}
	made, err := s.invite([]invitationBody{body})
	if err != nil {
		return nil, err
	}
	return made[0], nil
}

// maxBulkInvitations is how many invitations one bulk call may hold.
const maxBulkInvitations = 10

func (s *Server) createInvitations(r *request) (any, *apiError) {
	if err := s.limits.take("invitations/bulk", bulkInvitesHour, time.Hour, s.now()); err != nil {
		return nil, err
	}
	raw, err := readBody(r)
	if err != nil {
		return nil, err
	}
	var items []json.RawMessage
	if jsonErr := json.Unmarshal(raw, &items); jsonErr != nil || len(bytes.TrimSpace(raw)) == 0 {
		return nil, badRequest("request_body_invalid", "The request body must be a JSON array of invitations.")
	}
	if len(items) == 0 || len(items) > maxBulkInvitations {
		return nil, badRequest("bulk_size_exceeded", fmt.Sprintf("The number of invitations must be between 1 and %d.", maxBulkInvitations))
	}
	bodies := make([]invitationBody, len(items))
	for i := range items {
		if err := decodeObject(items[i], &bodies[i]); err != nil {
			return nil, err
		}
	}
	return unwrap(s.invite(bodies))
}

// unwrap keeps a typed nil out of an any.
func unwrap[T any](v T, err *apiError) (any, *apiError) {
	if err != nil {
		return nil, err
	}
	return v, nil
}

// check validates one invitation by itself.
func (b *invitationBody) check(s *Server) *apiError {
	switch {
	case b.EmailAddress.Value == "":
		return missingParam("email_address")
	case !emailForm.MatchString(b.EmailAddress.Value):
		return invalid("email_address", "form_param_format_invalid", "email_address must be a valid email address.")
	case b.ExpiresInDays.has() && (b.ExpiresInDays.Value < 1 || b.ExpiresInDays.Value > maxInvitationDays):
		return invalid("expires_in_days", "form_param_value_invalid", "expires_in_days must be between 1 and 365.")
	case b.TemplateSlug.has() && b.TemplateSlug.Value != "invitation" && b.TemplateSlug.Value != "waitlist_invitation":
		return invalid("template_slug", "form_param_value_invalid", "template_slug must be one of invitation, waitlist_invitation.")
	}
	if b.RedirectURL.has() && b.RedirectURL.Value != "" {
		if u, err := url.Parse(b.RedirectURL.Value); err != nil || u.Scheme == "" || u.Host == "" {
			return invalid("redirect_url", "form_param_format_invalid", "redirect_url must be an absolute URL.")
		}
	}
	if err := checkMetadataField("public_metadata", b.PublicMetadata); err != nil {
		return err
	}
	if b.IgnoreExisting.Value {
		return nil
	}
	if _, taken := s.store.holder("email_address", b.EmailAddress.Value); taken {
		return identifierExists("email_address", "That email address is taken. Please try another.")
	}
	return nil
}

// invite makes all invitations or none.
func (s *Server) invite(bodies []invitationBody) ([]invitationJSON, *apiError) {
	for i := range bodies {
		if err := bodies[i].check(s); err != nil {
			return nil, err
		}
	}
	now := s.nowMS()
	s.extras.mu.Lock()
	defer s.extras.mu.Unlock()
	before := s.extras.invitations
	var out []invitationJSON
	for _, b := range bodies {
		address := strings.ToLower(b.EmailAddress.Value)
		if !b.IgnoreExisting.Value && slices.ContainsFunc(s.extras.invitations, func(i *invitation) bool {
			return i.EmailAddress == address && i.status(now) == statusPending
		}) {
			s.extras.invitations = before
			return nil, fail(http.StatusBadRequest, "duplicate_record", "duplicate invitation", "There are already pending invitations for the following email addresses: "+address).
				withMeta("email_addresses", []string{address})
		}
		made := s.extras.newInvitation(address, b.PublicMetadata.Value, orElse(b.ExpiresInDays.Value, defaultInvitationDays), now)
		out = append(out, made.render(now))
	}
	return out, nil
}

// newInvitation adds an invitation; the caller holds the lock.
func (x *extras) newInvitation(address string, metadata json.RawMessage, days int, now int64) *invitation {
	made := &invitation{
		ID: x.store.newID("inv_", nil), EmailAddress: address, Status: statusPending, PublicMetadata: metadata,
		CreatedAt: now, UpdatedAt: now, ExpiresAt: now + int64(days)*msPerDay,
	}
	x.invitations = append([]*invitation{made}, x.invitations...)
	return made
}

func (s *Server) revokeInvitation(r *request) (any, *apiError) {
	s.extras.mu.Lock()
	defer s.extras.mu.Unlock()
	for _, i := range s.extras.invitations {
		if i.ID != r.id("invitation_id") {
			continue
		}
		switch i.Status {
		case statusAccepted:
			return nil, fail(http.StatusBadRequest, "invitation_already_accepted", "already accepted", "This invitation has already been accepted.")
		case statusRevoked:
			return nil, fail(http.StatusBadRequest, "invitation_already_revoked", "already revoked", "This invitation has already been revoked.")
		}
		i.Status, i.UpdatedAt = statusRevoked, s.nowMS()
		return i.render(s.nowMS()), nil
	}
	return nil, notFound("invitation", r.id("invitation_id"))
}
