package api

import "encoding/json"

func (m *Money) field(key []byte, v value) {
	switch string(key) {
	case "amount":
		v.int(&m.Amount)
	case "amount_formatted":
		v.text(&m.AmountFormatted)
	case "currency":
		v.text(&m.Currency)
	case "currency_symbol":
		v.text(&m.CurrencySymbol)
	}
}

func (s *Subscription) field(key []byte, v value) {
	switch string(key) {
	case "id":
		v.id(&s.ID)
	case "status":
		v.text(&s.Status)
	case "payer_id":
		v.id(&s.PayerID)
	case "active_at":
		v.time(&s.ActiveAt)
	case "past_due_at":
		v.time(&s.PastDueAt)
	case "subscription_items":
		objects(v, &s.Items)
	case "next_payment":
		object(v, &s.NextPayment)
	case "eligible_for_free_trial":
		v.bool(&s.EligibleForFreeTrial)
	case "created_at":
		v.time(&s.CreatedAt)
	case "updated_at":
		v.time(&s.UpdatedAt)
	}
}

func (s *Subscription) keep(raw json.RawMessage) { s.Raw = raw }

// UnmarshalJSON decodes leniently: a field of a surprising type is empty.
func (s *Subscription) UnmarshalJSON(b []byte) error { return unmarshal(b, s) }

func (s *SubscriptionPayment) field(key []byte, v value) {
	switch string(key) {
	case "date":
		v.time(&s.Date)
	case "amount":
		object(v, &s.Amount)
	}
}

func (s *SubscriptionItem) field(key []byte, v value) {
	switch string(key) {
	case "id":
		v.id(&s.ID)
	case "status":
		v.text(&s.Status)
	case "plan_id":
		v.id(&s.PlanID)
	case "plan":
		object(v, &s.Plan)
	case "plan_period":
		v.text(&s.PlanPeriod)
	case "payment_method":
		object(v, &s.PaymentMethod)
	case "lifetime_paid":
		object(v, &s.LifetimePaid)
	case "is_free_trial":
		v.bool(&s.IsFreeTrial)
	case "period_start":
		v.time(&s.PeriodStart)
	case "period_end":
		v.time(&s.PeriodEnd)
	case "canceled_at":
		v.time(&s.CanceledAt)
	case "past_due_at":
		v.time(&s.PastDueAt)
	case "ended_at":
		v.time(&s.EndedAt)
	}
}

func (p *Plan) field(key []byte, v value) {
	switch string(key) {
	case "id":
		v.id(&p.ID)
	case "name":
		v.text(&p.Name)
	case "slug":
		v.text(&p.Slug)
	case "fee":
		object(v, &p.Fee)
	case "annual_fee":
		object(v, &p.AnnualFee)
	}
}

func (p *PaymentMethod) field(key []byte, v value) {
	switch string(key) {
	case "id":
		v.id(&p.ID)
	case "payment_type":
		v.text(&p.PaymentType)
	case "last4":
		v.text(&p.Last4)
	case "card_type":
		v.text(&p.CardType)
	case "status":
		v.text(&p.Status)
	}
}

func (c *CreditBalance) field(key []byte, v value) {
	switch string(key) {
	case "balance":
		object(v, &c.Balance)
	}
}

func (c *CreditBalance) keep(raw json.RawMessage) { c.Raw = raw }

// UnmarshalJSON decodes leniently: a field of a surprising type is empty.
func (c *CreditBalance) UnmarshalJSON(b []byte) error { return unmarshal(b, c) }

func (c *CreditLedgerEntry) field(key []byte, v value) {
	switch string(key) {
	case "id":
		v.id(&c.ID)
	case "payer_id":
		v.id(&c.PayerID)
	case "amount":
		v.int(&c.Amount)
	case "source_type":
		v.text(&c.SourceType)
	case "source_id":
		v.id(&c.SourceID)
	case "note":
		v.text(&c.Note)
	case "created_at":
		v.time(&c.CreatedAt)
	}
}

func (c *CreditLedgerEntry) keep(raw json.RawMessage) { c.Raw = raw }

// UnmarshalJSON decodes leniently: a field of a surprising type is empty.
func (c *CreditLedgerEntry) UnmarshalJSON(b []byte) error { return unmarshal(b, c) }
