package searchbox_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"usher/api"
	"usher/ui/searchbox"
)

func TestSeen(t *testing.T) {
	s := searchbox.NewSeen()
	s.Users([]*api.User{
		nil,
		{Broken: assert.AnError},
		{
			PublicMetadata:  json.RawMessage(`{"plan": "pro", "seats": 3, "trial": true, "tags": ["a"], "address": {"country": "AT", "geo": {"lat": 1, "deep": {"x": 1}}}, "a b": 1, "e\u001b": 2}`),
			PrivateMetadata: json.RawMessage(`{"stripe_id": "cus_1", "plan": "secret"}`),
			UnsafeMetadata:  json.RawMessage(`{"theme": "dark", "bio": "` + strings.Repeat("long ", 20) + `", "evil": "\u001b[31m\u202e"}`),
			ExternalAccounts: []api.ExternalAccount{
				{Provider: api.NewText("oauth_google")}, {Provider: api.NewText("\x1b[31m")}, {Provider: api.NewText("oauth_github")},
			},
		},
		{PublicMetadata: json.RawMessage(`{"plan": "free"}`)},
		{PublicMetadata: json.RawMessage(`null`)},
		{PublicMetadata: json.RawMessage(`{"broken`)},
	})
	assert.Equal(t, []string{"github", "google"}, s.Providers())
	assert.Equal(t, []string{
		"private.plan", "private.stripe_id", "public.address.country", "public.address.geo.lat", "public.plan", "public.seats", "public.tags", "public.trial",
		"unsafe.bio", "unsafe.evil", "unsafe.theme",
	}, s.MetadataPaths())
	assert.Equal(t, []string{"free", "pro"}, s.MetadataValues("public.plan"))
	assert.Equal(t, []string{"3"}, s.MetadataValues("public.seats"))
	assert.Equal(t, []string{"true"}, s.MetadataValues("public.trial"))
	assert.Equal(t, []string{"dark"}, s.MetadataValues("unsafe.theme"))
	for _, path := range []string{"private.plan", "private.stripe_id", "public.tags", "unsafe.bio", "unsafe.evil", "nope"} {
		assert.Empty(t, s.MetadataValues(path), path)
	}
}

func TestSeenOrganizations(t *testing.T) {
	s := searchbox.NewSeen()
	s.Organization(api.NewText("Acme Rockets"), api.NewText("acme"))
	s.Organization(api.NewText("evil\x1b[31m\u202e"), api.NewText("evil-inc"))
	s.Organization(api.NewText("\n"), api.NewText(""))
	s.Organization(api.NewText("Acme Rockets"), api.NewText("acme"))
	assert.Equal(t, []string{"Acme Rockets", "evil-inc"}, s.Organizations(""))
	assert.Equal(t, []string{"Acme Rockets"}, s.Organizations("rock"))
	assert.Empty(t, s.Organizations("cme"))
}

func TestSeenIsBounded(t *testing.T) {
	s := searchbox.NewSeen()
	var users []*api.User
	for i := range 1000 {
		users = append(users, &api.User{
			PublicMetadata:   json.RawMessage(fmt.Sprintf(`{"plan": "p%d", "key%d": 1, "big": "%s"}`, i, i, strings.Repeat("x", i*20))),
			ExternalAccounts: []api.ExternalAccount{{Provider: api.NewText(fmt.Sprintf("p%d", i))}},
		})
	}
	for i := range users {
		s.Organization(api.NewText(fmt.Sprintf("org %d", i)), api.Text{})
		s.Users(users[i : i+1])
	}
	assert.Len(t, s.MetadataPaths(), 200)
	assert.Len(t, s.MetadataValues("public.plan"), 20)
	assert.Len(t, s.Organizations(""), 200)
	assert.Len(t, s.Providers(), 50)
}
