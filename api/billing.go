package api

import "context"

// BillingSubscription returns a user's subscription
// (GetUserBillingSubscription). 404 means that there is none.
func (s *UsersService) BillingSubscription(ctx context.Context, id ID) (*Subscription, error) {
	return fetch[Subscription](ctx, s.client, newRequest(opGetUserBillingSubscription, id))
}

// BillingCredits returns a user's credit balance (GetUserBillingCreditBalance).
func (s *UsersService) BillingCredits(ctx context.Context, id ID) (*CreditBalance, error) {
	return fetch[CreditBalance](ctx, s.client, newRequest(opGetUserBillingCreditBalance, id))
}

// AdjustCreditsParams changes a credit balance. IdempotencyKey makes the
// server do it once, however often it is asked.
type AdjustCreditsParams struct {
	Amount         int64 // in the smallest unit, above 0
	Decrease       bool
	IdempotencyKey string
	Currency       string // may be ""
	Note           string
}

// AdjustBillingCredits changes a user's credit balance
// (AdjustUserBillingCreditBalance).
func (s *UsersService) AdjustBillingCredits(ctx context.Context, id ID, p AdjustCreditsParams) (*CreditLedgerEntry, error) {
	r := newRequest(opAdjustUserBillingCreditBalance, id)
	if p.Amount <= 0 {
		r.fail("amount", "must be above 0")
	}
	r.required("idempotency_key", p.IdempotencyKey)
	action := "increase"
	if p.Decrease {
		action = "decrease"
	}
	r.body = fields{"amount": p.Amount, "action": action, "idempotency_key": p.IdempotencyKey}
	r.bodyText("currency", p.Currency)
	r.bodyText("note", p.Note)
	return fetch[CreditLedgerEntry](ctx, s.client, r)
}

// BillingSubscription returns an organization's subscription
// (GetOrganizationBillingSubscription). 404 means that there is none.
func (s *OrganizationsService) BillingSubscription(ctx context.Context, id ID) (*Subscription, error) {
	return fetch[Subscription](ctx, s.client, newRequest(opGetOrganizationBillingSubscription, id))
}
