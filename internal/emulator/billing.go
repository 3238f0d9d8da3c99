package emulator

import (
	"fmt"
	"net/http"
	"strings"
	"time"
)

func billingRoutes() []route {
	return []route{
		{"GET /users/{user_id}/billing/subscription", (*Server).getUserSubscription},
		{"GET /organizations/{organization_id}/billing/subscription", (*Server).getOrgSubscription},
		{"GET /users/{user_id}/billing/credits", (*Server).getCredits},
		{"POST /users/{user_id}/billing/credits", (*Server).adjustCredits},
	}
}

// money is an amount in cents.
type money struct {
	Amount    int64  `json:"amount"`
	Formatted string `json:"amount_formatted"`
	Currency  string `json:"currency"`
	Symbol    string `json:"currency_symbol"`
}

func dollars(cents int64) money {
	return money{cents, fmt.Sprintf("%d.%02d", cents/100, max(cents, -cents)%100), "USD", "$"}
}

type planJSON struct {
	Object           string  `json:"object"`
	ID               string  `json:"id"`
	Name             string  `json:"name"`
	Fee              *money  `json:"fee"`
	AnnualMonthlyFee *money  `json:"annual_monthly_fee"`
	AnnualFee        *money  `json:"annual_fee"`
	Description      *string `json:"description"`
	ProductID        string  `json:"product_id"`
	IsDefault        bool    `json:"is_default"`
	IsRecurring      bool    `json:"is_recurring"`
	PubliclyVisible  bool    `json:"publicly_visible"`
	HasBaseFee       bool    `json:"has_base_fee"`
	ForPayerType     string  `json:"for_payer_type"`
	Slug             string  `json:"slug"`
	AvatarURL        *string `json:"avatar_url"`
	FreeTrialEnabled bool    `json:"free_trial_enabled"`
	FreeTrialDays    *int64  `json:"free_trial_days"`
}

type subscriptionItem struct {
	Object       string   `json:"object"`
	ID           string   `json:"id"`
	InstanceID   string   `json:"instance_id"`
	Status       string   `json:"status"`
	PlanID       string   `json:"plan_id"`
	Plan         planJSON `json:"plan"`
	PlanPeriod   string   `json:"plan_period"`
	PayerID      string   `json:"payer_id"`
	IsFreeTrial  bool     `json:"is_free_trial"`
	PeriodStart  int64    `json:"period_start"`
	PeriodEnd    *int64   `json:"period_end"`
	CanceledAt   *int64   `json:"canceled_at"`
	PastDueAt    *int64   `json:"past_due_at"`
	EndedAt      *int64   `json:"ended_at"`
	CreatedAt    int64    `json:"created_at"`
	UpdatedAt    int64    `json:"updated_at"`
	LifetimePaid money    `json:"lifetime_paid"`
}

type nextPayment struct {
	Date   int64 `json:"date"`
	Amount money `json:"amount"`
}

type subscriptionJSON struct {
	Object               string             `json:"object"`
	ID                   string             `json:"id"`
	InstanceID           string             `json:"instance_id"`
	Status               string             `json:"status"`
	PayerID              string             `json:"payer_id"`
	CreatedAt            int64              `json:"created_at"`
	UpdatedAt            int64              `json:"updated_at"`
	ActiveAt             *int64             `json:"active_at"`
	PastDueAt            *int64             `json:"past_due_at"`
	Items                []subscriptionItem `json:"subscription_items"`
	NextPayment          *nextPayment       `json:"next_payment,omitempty"`
	EligibleForFreeTrial bool               `json:"eligible_for_free_trial"`
}

// creditAccount is the credit of one payer.
type creditAccount struct {
	balance int64 // cents
	entries map[string]ledgerEntry
}

// ledgerEntry is one change of a credit.
type ledgerEntry struct {
	Object     string  `json:"object"`
	ID         string  `json:"id"`
	PayerID    string  `json:"payer_id"`
	Amount     money   `json:"amount"`
	SourceType string  `json:"source_type"`
	SourceID   string  `json:"source_id"`
	Note       *string `json:"note"`
	CreatedAt  string  `json:"created_at"` // RFC 3339

	request string // what was asked, to tell a repetition from a conflict
}

// paidPlan is the plan that the name of a payer decides; "" for none.
func (s *Server) paidPlan(payer string) string {
	hash := s.store.seed
	for _, c := range payer {
		hash = mix(hash, uint64(c)) // a rune is positive
	}
	switch hash % 10 {
	case 0:
		return "Pro"
	case 1:
		return "Team"
	}
	return ""
}

func (s *Server) getUserSubscription(r *request) (any, *apiError) {
	u, ok := s.store.find(r.id("user_id"))
	switch {
	case r.before(version202504):
		return nil, pathNotFound()
	case !ok:
		return nil, notFound("user", r.id("user_id"))
	}
	return s.subscription(u.ID, "user", u.CreatedAt)
}

func (s *Server) getOrgSubscription(r *request) (any, *apiError) {
	if r.before(version202504) {
		return nil, pathNotFound()
	}
	o, err := s.organizationOf(r)
	if err != nil {
		return nil, err
	}
	return s.subscription(o.ID, "org", o.CreatedAt)
}

func (s *Server) subscription(owner, kind string, since int64) (any, *apiError) {
	name := s.paidPlan(owner)
	if name == "" {
		return nil, fail(http.StatusNotFound, "subscription_not_found", "Subscription not found", "No subscription was found for "+owner+".")
	}
	payer, suffix := "payer_"+owner, strings.TrimPrefix(strings.TrimPrefix(owner, "user_"), "org_")
	fee := dollars(1900)
	end := s.extras.ago(-12, 0)
	plan := planJSON{
		Object: "commerce_plan", ID: "cplan_" + strings.ToLower(name), Name: name, Fee: &fee, AnnualMonthlyFee: ref(dollars(1500)),
		AnnualFee: ref(dollars(18000)), Description: ref(name + " plan"), ProductID: "cprod_main", IsRecurring: true, PubliclyVisible: true,
		HasBaseFee: true, ForPayerType: kind, Slug: strings.ToLower(name),
	}
	return subscriptionJSON{
		Object: "commerce_subscription", ID: "csub_" + suffix, InstanceID: instanceID(s.store.seed), Status: "active", PayerID: payer,
		CreatedAt: since, UpdatedAt: since, ActiveAt: &since, NextPayment: &nextPayment{end, fee},
		Items: []subscriptionItem{{
			Object: "commerce_subscription_item", ID: "csub_item_" + suffix, InstanceID: instanceID(s.store.seed), Status: "active",
			PlanID: plan.ID, Plan: plan, PlanPeriod: "month", PayerID: payer, PeriodStart: s.extras.ago(18, 0), PeriodEnd: &end,
			CreatedAt: since, UpdatedAt: since, LifetimePaid: dollars(1900),
		}},
	}, nil
}

// account is the credit account of a user. The caller holds x.mu.
func (x *extras) account(userID string) *creditAccount {
	a, ok := x.credits[userID]
	if !ok {
		a = &creditAccount{entries: map[string]ledgerEntry{}}
		x.credits[userID] = a
	}
	return a
}

func (s *Server) getCredits(r *request) (any, *apiError) {
	u, ok := s.store.find(r.id("user_id"))
	if !ok {
		return nil, notFound("user", r.id("user_id"))
	}
	s.extras.mu.Lock()
	defer s.extras.mu.Unlock()
	return struct {
		Object  string `json:"object"`
		Balance money  `json:"balance"`
	}{"commerce_credit_balance", dollars(s.extras.account(u.ID).balance)}, nil
}

// adjustCredits is the one write with an idempotency key: the same request
// again gets the same answer, another one under the key a conflict.
func (s *Server) adjustCredits(r *request) (any, *apiError) {
	var body struct {
		Amount         opt[int64]  `json:"amount"`
		Action         opt[string] `json:"action"`
		Currency       opt[string] `json:"currency"`
		IdempotencyKey opt[string] `json:"idempotency_key"`
		Note           opt[string] `json:"note"`
	}
	if err := decodeClosed(r, &body); err != nil {
		return nil, err
	}
	u, ok := s.store.find(r.id("user_id"))
	switch {
	case !ok:
		return nil, notFound("user", r.id("user_id"))
	case !body.Amount.has():
		return nil, missingParam("amount")
	case body.Amount.Value <= 0:
		return nil, invalid("amount", "form_param_value_invalid", "amount must be greater than 0.")
	case body.Action.Value != "increase" && body.Action.Value != "decrease":
		return nil, invalid("action", "form_param_value_invalid", "action must be one of increase, decrease.")
	case body.IdempotencyKey.Value == "":
		return nil, missingParam("idempotency_key")
	case body.Currency.Value != "" && !strings.EqualFold(body.Currency.Value, "USD"):
		return nil, invalid("currency", "form_param_value_invalid", "currency must be USD.")
	}
	change := body.Amount.Value
	if body.Action.Value == "decrease" {
		change = -change
	}
	asked := fmt.Sprintf("%d %q", change, body.Note.Value)
	s.extras.mu.Lock()
	defer s.extras.mu.Unlock()
	a := s.extras.account(u.ID)
	if old, ok := a.entries[body.IdempotencyKey.Value]; ok {
		if old.request != asked {
			return nil, fail(http.StatusConflict, "conflict", "Conflict", "The idempotency key was used for another adjustment.")
		}
		return old, nil
	}
	if a.balance+change < 0 {
		return nil, invalid("amount", "form_param_value_invalid", "The credit balance cannot become negative.")
	}
	a.balance += change
	entry := ledgerEntry{
		Object: "commerce_credit_ledger", ID: s.store.newID("cled_", nil), PayerID: "payer_" + u.ID, Amount: dollars(change),
		SourceType: "admin", SourceID: body.IdempotencyKey.Value, Note: body.Note.ptr(),
		CreatedAt: s.now().UTC().Format(time.RFC3339Nano), request: asked,
	}
	a.entries[body.IdempotencyKey.Value] = entry
	return entry, nil
}
