package api

import "encoding/json"

// Money is an amount in the currency's smallest unit, with the server's own
// way to write it.
type Money struct {
	Amount          int64 `json:"amount"`
	AmountFormatted Text  `json:"amount_formatted"`
	Currency        Text  `json:"currency"`
	CurrencySymbol  Text  `json:"currency_symbol"`
}

// Subscription of a user or an organization (commerce_subscription).
type Subscription struct {
	ID                   ID                   `json:"id"`
	Status               Text                 `json:"status"`
	PayerID              ID                   `json:"payer_id"`
	ActiveAt             Time                 `json:"active_at"`
	PastDueAt            Time                 `json:"past_due_at"`
	Items                []SubscriptionItem   `json:"subscription_items"`
	NextPayment          *SubscriptionPayment `json:"next_payment"`
	EligibleForFreeTrial bool                 `json:"eligible_for_free_trial"`
	CreatedAt            Time                 `json:"created_at"`
	UpdatedAt            Time                 `json:"updated_at"`
	Raw                  json.RawMessage      `json:"-"`
}

// SubscriptionPayment is the next payment of a subscription.
type SubscriptionPayment struct {
	Date   Time   `json:"date"`
	Amount *Money `json:"amount"`
}

// SubscriptionItem is one plan of a subscription. PlanPeriod is month or
// annual.
type SubscriptionItem struct {
	ID            ID             `json:"id"`
	Status        Text           `json:"status"`
	PlanID        ID             `json:"plan_id"`
	Plan          *Plan          `json:"plan"`
	PlanPeriod    Text           `json:"plan_period"`
	PaymentMethod *PaymentMethod `json:"payment_method"`
	LifetimePaid  *Money         `json:"lifetime_paid"`
	IsFreeTrial   bool           `json:"is_free_trial"`
	PeriodStart   Time           `json:"period_start"`
	PeriodEnd     Time           `json:"period_end"`
	CanceledAt    Time           `json:"canceled_at"`
	PastDueAt     Time           `json:"past_due_at"`
	EndedAt       Time           `json:"ended_at"`
}

// Plan that can be subscribed to.
type Plan struct {
	ID        ID     `json:"id"`
	Name      Text   `json:"name"`
	Slug      Text   `json:"slug"`
	Fee       *Money `json:"fee"`
	AnnualFee *Money `json:"annual_fee"`
}

// PaymentMethod of a subscription.
type PaymentMethod struct {
	ID          ID   `json:"id"`
	PaymentType Text `json:"payment_type"`
	Last4       Text `json:"last4"`
	CardType    Text `json:"card_type"`
	Status      Text `json:"status"`
}

// CreditBalance of a user; Balance is nil without one.
type CreditBalance struct {
	Balance *Money          `json:"balance"`
	Raw     json.RawMessage `json:"-"`
}

// CreditLedgerEntry is one change of a credit balance.
type CreditLedgerEntry struct {
	ID         ID              `json:"id"`
	PayerID    ID              `json:"payer_id"`
	Amount     int64           `json:"amount"`
	SourceType Text            `json:"source_type"`
	SourceID   ID              `json:"source_id"`
	Note       Text            `json:"note"`
	CreatedAt  Time            `json:"created_at"`
	Raw        json.RawMessage `json:"-"`
}
