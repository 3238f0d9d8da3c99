package query_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"usher/api"
	"usher/internal/query"
)

func TestParseChoosesTheFilter(t *testing.T) {
	tests := []struct {
		text string
		kind query.Kind
		want api.UserFilter
	}{
		{"", query.Everything, api.UserFilter{}},
		{"   ", query.Everything, api.UserFilter{}},
		{"alice", query.Partial, api.UserFilter{Query: "alice"}},
		{" alice@x.com ", query.ExactEmail, api.UserFilter{EmailAddress: []string{"alice@x.com"}}},
		{"alice+tag@x.co.uk", query.ExactEmail, api.UserFilter{EmailAddress: []string{"alice+tag@x.co.uk"}}},
		{"alice@", query.Partial, api.UserFilter{Query: "alice@"}},
		{"alice@x", query.Partial, api.UserFilter{Query: "alice@x"}},
		{"@x.com", query.Partial, api.UserFilter{Query: "@x.com"}},
		{"two words@x.com", query.Partial, api.UserFilter{Query: "two words@x.com"}},
		{"+1 (555) 010-0199", query.ExactPhone, api.UserFilter{PhoneNumber: []string{"+15550100199"}}},
		{"5550100199", query.Partial, api.UserFilter{Query: "5550100199"}},
		{"user_2NNEqL2nrIRdJ194ndJqAHwEfxC", query.ExactUser, api.UserFilter{UserID: []api.Inclusion{{Value: "user_2NNEqL2nrIRdJ194ndJqAHwEfxC"}}}},
		{"user_", query.Partial, api.UserFilter{Query: "user_"}},
		{"李小龍", query.Partial, api.UserFilter{Query: "李小龍"}},
	}
	for _, tt := range tests {
		s := query.ParseSearch(tt.text)
		assert.Equal(t, tt.kind, s.Kind, tt.text)
		assert.Equal(t, tt.want, s.Filter, tt.text)
		assert.NotEmpty(t, s.Explain(), tt.text)
		if s.Kind == query.Partial || s.Kind == query.Everything {
			assert.Nil(t, s.Fallback, tt.text)
			continue
		}
		require.NotNil(t, s.Fallback, tt.text)
		assert.Equal(t, query.Partial, s.Fallback.Kind, "an exact search that finds nobody is tried as a partial one")
		assert.Equal(t, s.Text, s.Fallback.Filter.Query)
	}
}

func TestPastedFindsTheIdentifier(t *testing.T) {
	tests := map[string]struct {
		text, want string
		kind       query.Kind
	}{
		"e-mail alone":     {"alice@x.com\n", "alice@x.com", query.ExactEmail},
		"mail header":      {"From: Alice J <alice@x.com>\nSubject: help", "alice@x.com", query.ExactEmail},
		"end of sentence":  {"please unlock alice@x.com.", "alice@x.com", query.ExactEmail},
		"dashboard url":    {"https://dashboard.clerk.com/apps/app_1/instances/ins_2/users/user_2NNEqL2nrIRdJ194", "user_2NNEqL2nrIRdJ194", query.ExactUser},
		"phone in text":    {"call +44 20 7946 0958 today", "+44 20 7946 0958", query.ExactPhone},
		"id before e-mail": {"a@x.com user_2NNEqL2nr", "user_2NNEqL2nr", query.ExactUser},
		"nothing to find":  {"Alice Johnson\nsecond line", "Alice Johnson", query.Partial},
		"international":    {"ünal@exämple.com", "ünal@exämple.com", query.ExactEmail},
		"empty":            {" \n ", "", query.Everything},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			s := query.PastedSearch(tt.text)
			assert.Equal(t, tt.want, s.Text)
			assert.Equal(t, tt.kind, s.Kind)
		})
	}
}
