package emulator

import (
	"net/http"
	"slices"
	"strings"
)

// trustedDevice is a phone that a user signs in with by its key.
type trustedDevice struct {
	Object        string  `json:"object"`
	ID            string  `json:"id"`
	Platform      string  `json:"platform"` // ios or android
	AppIdentifier string  `json:"app_identifier"`
	Name          *string `json:"name"`
	Algorithm     string  `json:"algorithm"`
	Status        string  `json:"status"` // active or revoked
	CreatedAt     int64   `json:"created_at"`
	UpdatedAt     int64   `json:"updated_at"`
	LastUsedAt    *int64  `json:"last_used_at"`
	RevokedAt     *int64  `json:"revoked_at"`
}

func deviceRoutes() []route {
	return []route{
		{"GET /users/{user_id}/trusted_devices", (*Server).listDevices},
		{"DELETE /users/{user_id}/trusted_devices/{trusted_device_id}", (*Server).revokeDevice},
		{"GET /users/{user_id}/oauth_access_tokens/{provider}", (*Server).listOAuthTokens},
	}
}

// devicesOf are a user's devices: changed ones, else derived ones. The caller
// holds x.mu.
func (x *extras) devicesOf(u *userRecord) []trustedDevice {
	if changed, ok := x.devices[u.ID]; ok {
		return changed
	}
	hash := mix(x.store.seed, uint64(u.slot)^0xde71ce)
	n := 0
	if len(u.Passkeys) > 0 || hash%9 == 0 {
		n = 1 + int(hash>>8%2) // 0 or 1
	}
	out := []trustedDevice{}
	for i := range n {
		at := u.CreatedAt + int64(i+1)*msPerHour
		if at > x.start {
			at = u.CreatedAt
		}
		d := trustedDevice{
			Object: "trusted_device", ID: makeID("td_", x.store.seed, u.slot, kindDevice, i, at), Platform: "ios",
			AppIdentifier: "com.acme.app", Name: ref("iPhone"), Algorithm: "ES256", Status: "active", CreatedAt: at, UpdatedAt: at,
			LastUsedAt: u.LastSignInAt,
		}
		if i == 1 {
			d.Platform, d.Name = "android", nil
		}
		out = append(out, d)
	}
	return out
}

func (s *Server) listDevices(r *request) (any, *apiError) {
	u, ok := s.store.find(r.id("user_id"))
	if !ok {
		return nil, notFound("user", r.id("user_id"))
	}
	s.extras.mu.Lock()
	defer s.extras.mu.Unlock()
	all := s.extras.devicesOf(u)
	return envelope{Data: slices.Clone(all), TotalCount: len(all)}, nil
}

func (s *Server) revokeDevice(r *request) (any, *apiError) {
	u, ok := s.store.find(r.id("user_id"))
	if !ok {
		return nil, notFound("user", r.id("user_id"))
	}
	s.extras.mu.Lock()
	defer s.extras.mu.Unlock()
	all := slices.Clone(s.extras.devicesOf(u))
	i := slices.IndexFunc(all, func(d trustedDevice) bool { return d.ID == r.id("trusted_device_id") })
	if i < 0 {
		return nil, notFound("trusted device", r.id("trusted_device_id"))
	}
	if all[i].Status == "active" {
		now := s.nowMS()
		all[i].Status, all[i].UpdatedAt, all[i].RevokedAt = statusRevoked, now, &now
		s.extras.devices[u.ID] = all
	}
	return all[i], nil
}

// oauthToken is a token of a third party.
type oauthToken struct {
	Object            string         `json:"object"`
	ExternalAccountID string         `json:"external_account_id"`
	ProviderUserID    string         `json:"provider_user_id"`
	Token             string         `json:"token"`
	ExpiresAt         *int64         `json:"expires_at"`
	Provider          string         `json:"provider"`
	PublicMetadata    map[string]any `json:"public_metadata"`
	Label             *string        `json:"label"`
	Scopes            []string       `json:"scopes,omitempty"`
	IDToken           string         `json:"id_token,omitempty"`
	TokenSecret       string         `json:"token_secret,omitempty"`
}

// oauthProviders are the providers that Clerk has; true for those that this
// instance has switched on.
func oauthProviders() map[string]bool {
	return map[string]bool{
		"google": true, "facebook": true, "apple": true, "github": true, "microsoft": true, "linkedin_oidc": true, "discord": true,
		"slack": true, "x": true, "twitter": true, "gitlab": true,
		"bitbucket": false, "linkedin": false, "twitch": false, "tiktok": false, "instagram": false, "spotify": false, "dropbox": false,
		"box": false, "notion": false, "hubspot": false, "atlassian": false, "linear": false, "line": false, "coinbase": false,
		"xero": false, "huggingface": false, "vercel": false, "enstall": false,
	}
}

func (s *Server) listOAuthTokens(r *request) (any, *apiError) {
	u, ok := s.store.find(r.id("user_id"))
	if !ok {
		return nil, notFound("user", r.id("user_id"))
	}
	name := strings.TrimPrefix(r.id("provider"), "oauth_")
	on, known := oauthProviders()[name]
	switch {
	case strings.HasPrefix(name, "custom_"):
	case !known:
		return nil, badRequest("oauth_unsupported_provider", "The provider "+r.id("provider")+" is not supported.")
	case !on:
		return nil, fail(http.StatusNotFound, "oauth_token_provider_not_enabled", "Provider not enabled",
			"The OAuth provider "+r.id("provider")+" is not enabled for this instance.")
	}
	tokens := []oauthToken{}
	for i := range u.ExternalAccounts {
		a := &u.ExternalAccounts[i]
		if strings.TrimPrefix(a.Provider, "oauth_") != name {
			continue
		}
		if !a.Verification.verified() {
			return nil, badRequest("oauth_token_retrieval_error", "The OAuth token could not be retrieved: the connection was never completed.")
		}
		t, err := s.oauthToken(a, name)
		if err != nil {
			return nil, err
		}
		tokens = append(tokens, t)
	}
	return listed(r, tokens), nil
}

// oauthToken derives the token of an account; some accounts show the
// documented errors, by a hash of their id.
func (s *Server) oauthToken(a *externalAccount, name string) (oauthToken, *apiError) {
	hash := mix(s.store.seed, uint64(a.CreatedAt)) // a time is positive
	for _, c := range a.eac() {
		hash = mix(hash, uint64(c)) // a rune is positive
	}
	switch hash % 37 {
	case 0:
		return oauthToken{}, badRequest("oauth_token_retrieval_error", "The OAuth token could not be retrieved from the provider.")
	case 1:
		return oauthToken{}, badRequest("external_account_missing_refresh_token", "The external account has no refresh token. The user must reconnect the account.")
	case 2:
		return oauthToken{}, fail(http.StatusUnprocessableEntity, "oauth_missing_refresh_token", "Missing refresh token", "The access token has expired and there is no refresh token. The user must reconnect the account.")
	case 3:
		return oauthToken{}, fail(http.StatusUnprocessableEntity, "oauth_missing_access_token", "Missing access token", "There is no access token for this account. The user must reconnect the account.")
	}
	t := oauthToken{
		Object: "oauth_access_token", ExternalAccountID: a.eac(), ProviderUserID: a.ProviderUserID, Provider: "oauth_" + name,
		Token: "tok_" + secretFrom(hash, a.eac()), PublicMetadata: map[string]any{}, Label: a.Label, Scopes: strings.Fields(a.ApprovedScopes),
	}
	switch name {
	case "google", "microsoft", "apple":
		t.IDToken = "idt_" + secretFrom(hash+1, a.eac())
		t.ExpiresAt = ref(s.nowMS() + msPerHour)
	case "twitter":
		t.Scopes, t.TokenSecret = nil, secretFrom(hash+2, a.eac())
	}
	return t, nil
}
