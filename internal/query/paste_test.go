package query_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"usher/internal/query"
)

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
		"nothing to find":  {"Alice Johnson\nsecond line", "Alice Johnson", query.NotExact},
		"international":    {"ünal@exämple.com", "ünal@exämple.com", query.ExactEmail},
		"empty":            {" \n ", "", query.NotExact},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			q := query.Pasted(tt.text)
			assert.Equal(t, tt.want, q.Text())
			assert.Equal(t, tt.kind, q.Exact())
		})
	}
}
