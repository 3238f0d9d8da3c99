package api

import (
	"context"
	"encoding/json"
	"iter"
)

// AllowlistService has the operations on the allowlist.
type AllowlistService struct{ service }

// List returns a page of the allowlist (ListAllowlistIdentifiers).
func (s *AllowlistService) List(ctx context.Context, p Page) (*List[AllowlistIdentifier], error) {
	r := newRequest(opListAllowlistIdentifiers)
	r.query.Set("paginated", "true")
	return fetchPage[AllowlistIdentifier](ctx, s.client, r, p)
}

// Create adds an e-mail address, phone number, wallet or *@domain
// (CreateAllowlistIdentifier). With notify an invitation is sent.
func (s *AllowlistService) Create(ctx context.Context, identifier string, notify bool) (*AllowlistIdentifier, error) {
	r := newRequest(opCreateAllowlistIdentifier)
	r.required("identifier", identifier)
	r.body = fields{"identifier": identifier}
	r.body.flag("notify", notify)
	return fetch[AllowlistIdentifier](ctx, s.client, r)
}

// Delete removes an entry (DeleteAllowlistIdentifier).
func (s *AllowlistService) Delete(ctx context.Context, id ID) (*DeletedObject, error) {
	return remove(ctx, s.client, newRequest(opDeleteAllowlistIdentifier, id))
}

// BlocklistService has the operations on the blocklist. It acts on sign-ups: a
// user who exists is not banned by it.
type BlocklistService struct{ service }

// everything is the page of a list without pages.
func everything() Page { return Page{Limit: maxPageSize} }

// List returns the whole blocklist; there are no pages
// (ListBlocklistIdentifiers).
func (s *BlocklistService) List(ctx context.Context) (*List[BlocklistIdentifier], error) {
	return fetchList[BlocklistIdentifier](ctx, s.client, newRequest(opListBlocklistIdentifiers), everything())
}

// Create adds an e-mail address, phone number, wallet or *@domain
// (CreateBlocklistIdentifier).
func (s *BlocklistService) Create(ctx context.Context, identifier string) (*BlocklistIdentifier, error) {
	r := newRequest(opCreateBlocklistIdentifier)
	r.required("identifier", identifier)
	r.body = fields{"identifier": identifier}
	return fetch[BlocklistIdentifier](ctx, s.client, r)
}

// Delete removes an entry (DeleteBlocklistIdentifier).
func (s *BlocklistService) Delete(ctx context.Context, id ID) (*DeletedObject, error) {
	return remove(ctx, s.client, newRequest(opDeleteBlocklistIdentifier, id))
}

// InvitationsService has the operations on invitations to the application.
type InvitationsService struct{ service }

// ListInvitationsParams selects invitations. Statuses are pending, accepted,
// revoked, expired; without one the server leaves revoked ones out. OrderBy is
// [+-] and created_at, email_address or expires_at.
type ListInvitationsParams struct {
	Status  []string
	Query   string
	OrderBy string
	Page
}

// List returns a page of invitations (ListInvitations).
func (s *InvitationsService) List(ctx context.Context, p ListInvitationsParams) (*List[Invitation], error) {
	r := newRequest(opListInvitations)
	r.statuses(p.Status, invitationStatuses()...)
	r.optional("query", p.Query)
	r.listOrder(p.OrderBy, "created_at", "email_address", "expires_at")
	r.query.Set("paginated", "true")
	return fetchPage[Invitation](ctx, s.client, r, p.Page)
}

// All goes through the pages of List.
func (s *InvitationsService) All(ctx context.Context, p ListInvitationsParams) iter.Seq2[*Invitation, error] {
	return pages(p.Page, func(page Page) (*List[Invitation], error) {
		p.Page = page
		return s.List(ctx, p)
	})
}

// CreateInvitationParams describes an invitation. nil and zero leave the
// choice to the server: notify, 30 days.
type CreateInvitationParams struct {
	EmailAddress   string
	PublicMetadata json.RawMessage
	RedirectURL    string
	Notify         *bool
	IgnoreExisting bool
	ExpiresInDays  int    // 1 to 365
	TemplateSlug   string // invitation or waitlist_invitation
}

func (p *CreateInvitationParams) encode(r *request) fields {
	outer := r.body
	r.body = fields{}
	r.required("email_address", p.EmailAddress)
	r.body.str("email_address", p.EmailAddress)
	r.metadata("public_metadata", p.PublicMetadata)
	r.bodyText("redirect_url", p.RedirectURL)
	r.body.bool("notify", p.Notify)
	r.body.flag("ignore_existing", p.IgnoreExisting)
	r.days(p.ExpiresInDays)
	r.oneOf("template_slug", p.TemplateSlug, "invitation", "waitlist_invitation")
	r.body.str("template_slug", p.TemplateSlug)
	b := r.body
	r.body = outer
	return b
}

func (r *request) days(n int) {
	if n == 0 {
		return
	}
	r.between("expires_in_days", n, 1, 365)
	r.body["expires_in_days"] = n
}

// Create invites an e-mail address (CreateInvitation). The server allows 100
// an hour.
func (s *InvitationsService) Create(ctx context.Context, p CreateInvitationParams) (*Invitation, error) {
	r := newRequest(opCreateInvitation)
	r.body = p.encode(r)
	return fetch[Invitation](ctx, s.client, r)
}

// CreateBulk invites 1 to 10 e-mail addresses (CreateBulkInvitations). The
// server allows 25 such calls an hour.
func (s *InvitationsService) CreateBulk(ctx context.Context, ps []CreateInvitationParams) ([]Invitation, error) {
	r := newRequest(opCreateBulkInvitations)
	r.between("invitations", len(ps), 1, 10)
	for i := range ps {
		r.array = append(r.array, ps[i].encode(r))
	}
	return fetchArray[Invitation](ctx, s.client, r, everything())
}

// Revoke takes an invitation back that was not accepted (RevokeInvitation).
func (s *InvitationsService) Revoke(ctx context.Context, id ID) (*Invitation, error) {
	return fetch[Invitation](ctx, s.client, newRequest(opRevokeInvitation, id))
}

// WaitlistService has the operations on the waitlist.
type WaitlistService struct{ service }

// ListWaitlistParams selects entries. Statuses are pending, invited,
// completed, rejected. OrderBy is [+-] and created_at, invited_at or
// email_address.
type ListWaitlistParams struct {
	Status  string
	Query   string
	OrderBy string
	Page
}

// List returns a page of the waitlist (ListWaitlistEntries).
func (s *WaitlistService) List(ctx context.Context, p ListWaitlistParams) (*List[WaitlistEntry], error) {
	r := newRequest(opListWaitlistEntries)
	r.oneOf("status", p.Status, "pending", "invited", "completed", "rejected")
	r.optional("status", p.Status)
	r.optional("query", p.Query)
	r.listOrder(p.OrderBy, "created_at", "invited_at", "email_address")
	return fetchPage[WaitlistEntry](ctx, s.client, r, p.Page)
}

// Invite lets a person in (InviteWaitlistEntry).
func (s *WaitlistService) Invite(ctx context.Context, id ID, ignoreExisting bool) (*WaitlistEntry, error) {
	r := newRequest(opInviteWaitlistEntry, id)
	if ignoreExisting {
		r.body = fields{"ignore_existing": true}
	}
	return fetch[WaitlistEntry](ctx, s.client, r)
}

// Reject turns a person down (RejectWaitlistEntry).
func (s *WaitlistService) Reject(ctx context.Context, id ID) (*WaitlistEntry, error) {
	return fetch[WaitlistEntry](ctx, s.client, newRequest(opRejectWaitlistEntry, id))
}

// Delete removes an entry (DeleteWaitlistEntry).
func (s *WaitlistService) Delete(ctx context.Context, id ID) (*DeletedObject, error) {
	return remove(ctx, s.client, newRequest(opDeleteWaitlistEntry, id))
}
