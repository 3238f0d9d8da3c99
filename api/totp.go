package api

import (
	"context"
	"encoding/base32"
	"fmt"
	"io"
	"net/url"
	"strings"
)

// totpSecretSize is what RFC 4226 recommends for SHA-1.
const totpSecretSize = 20

// CreateTOTP has the server make a secret (CreateUserTOTP). The vendor removed
// this endpoint from all versions in January 2025: expect 404 or 405 from the
// real service, and see [UsersService.EnrollTOTP].
func (s *UsersService) CreateTOTP(ctx context.Context, id ID) (*TOTP, error) {
	t, err := fetch[TOTP](ctx, s.client, newRequest(opCreateUserTOTP, id))
	if err != nil {
		return nil, err
	}
	t.Via = TOTPViaEndpoint
	return t, nil
}

// EnrollTOTP makes a secret here and sets it by an update of the user
// (UpdateUser), which works where the endpoint of [UsersService.CreateTOTP] is
// gone. It replaces the user's authenticator app. Issuer and account are what
// the app will show. The secret cannot be read again later.
func (s *UsersService) EnrollTOTP(ctx context.Context, id ID, issuer, account string) (*TOTP, error) {
	op := opUpdateUser.parse().ID
	check := checker{op: op}
	check.required("issuer", issuer)
	check.required("account", account)
	if err := check.result(); err != nil {
		return nil, err
	}
	b := make([]byte, totpSecretSize)
	if _, err := io.ReadFull(s.client.config.random, b); err != nil {
		return nil, fmt.Errorf("%s: make a TOTP secret: %w", op, err)
	}
	secret := base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(b)
	u, err := s.Update(ctx, id, UpdateUserParams{TOTPSecret: NewSecret(secret)})
	if err != nil {
		return nil, err
	}
	return &TOTP{
		Secret: NewSecret(secret), URI: NewSecret(totpURI(issuer, account, secret)),
		Via: TOTPViaUpdate, User: u,
	}, nil
}

// totpURI is what an authenticator app scans. A colon separates issuer and
// account in the label, so neither may hold one.
func totpURI(issuer, account, secret string) string {
	part := func(s string) string { return url.PathEscape(strings.ReplaceAll(s, ":", " ")) }
	// Apps read %20, not every one reads + as a space.
	query := func(s string) string { return strings.ReplaceAll(url.QueryEscape(s), "+", "%20") }
	return "otpauth://totp/" + part(issuer) + ":" + part(account) +
		"?secret=" + secret + "&issuer=" + query(issuer) + "&algorithm=SHA1&digits=6&period=30"
}
