package query_test

import (
	"testing"
	"time"

	"usher/api"
	"usher/internal/query"
)

const benchText = `alice "van der" email~spam banned:no created:2026-01-01..2026-02-01 signin:<7d -id:user_1,user_2 sort:-last_sign_in_at`

func BenchmarkParse(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		query.Parse(benchText)
	}
}

func BenchmarkPlan(b *testing.B) {
	q := query.Parse(benchText)
	env := query.Env{Now: time.Date(2026, 10, 26, 12, 0, 0, 0, time.UTC)}
	b.ReportAllocs()
	for b.Loop() {
		q.Plan(env)
	}
}

// page is a page as the scan reads it.
func page() []*api.User {
	var out []*api.User
	for i := range 500 {
		u := &api.User{
			ID: "user_2NNEqL2nrIRdJ194ndJqAHwEfxC", FirstName: api.NewText("Alice"), LastName: api.NewText("Johnson"), CreatedAt: 1768619811659,
			EmailAddresses: []api.EmailAddress{{EmailAddress: api.NewText("alice.johnson@example.com")}},
			PhoneNumbers:   []api.PhoneNumber{{PhoneNumber: api.NewText("+15550100199")}},
			PublicMetadata: []byte(`{"seats":12,"flags":{"beta":true,"legacy_billing":false},"plan":"pro"}`),
		}
		if i%4 == 0 {
			u.FirstName = api.NewText("Étienne")
		}
		out = append(out, u)
	}
	return out
}

func benchMatch(b *testing.B, text string) {
	p := query.Parse(text).Plan(query.Env{Now: time.Date(2026, 10, 26, 12, 0, 0, 0, time.UTC)})
	users := page()
	b.ReportAllocs()
	for b.Loop() {
		for _, u := range users {
			p.Match(u)
		}
	}
}

// Each is a page of 500.
func BenchmarkMatchFlags(b *testing.B)    { benchMatch(b, "locked:no banned:no created:>2020") }
func BenchmarkMatchWords(b *testing.B)    { benchMatch(b, "johnson alic") }
func BenchmarkMatchDomain(b *testing.B)   { benchMatch(b, "domain:example.org") }
func BenchmarkMatchMetadata(b *testing.B) { benchMatch(b, "public.plan=pro public.seats>10") }

// What a number costs while it is typed: its country's plan is read each time.
func BenchmarkParsePhone(b *testing.B) {
	for _, text := range []string{"+43 660 1234567", "0660 1234567"} {
		b.Run(text, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				query.ParseIn(text, "AT")
			}
		})
	}
}
