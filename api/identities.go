package api

import (
	"context"
	"strings"
)

// DeletePasskey removes a passkey; the user gets an e-mail about it
// (UserPasskeyDelete). The id is the passkey's own.
func (s *UsersService) DeletePasskey(ctx context.Context, id, passkey ID) (*DeletedObject, error) {
	return remove(ctx, s.client, newRequest(opUserPasskeyDelete, id, passkey))
}

// DeleteWeb3Wallet removes a wallet (UserWeb3WalletDelete). The id is the
// wallet's own.
func (s *UsersService) DeleteWeb3Wallet(ctx context.Context, id, wallet ID) (*DeletedObject, error) {
	return remove(ctx, s.client, newRequest(opUserWeb3WalletDelete, id, wallet))
}

// DeleteExternalAccount removes a social connection (DeleteExternalAccount).
// Take the id from [ExternalAccount.DeleteID].
func (s *UsersService) DeleteExternalAccount(ctx context.Context, id, account ID) (*DeletedObject, error) {
	return remove(ctx, s.client, newRequest(opDeleteExternalAccount, id, account))
}

// DeleteID returns the id that the delete operation knows: old Google and
// Facebook accounts have a second one for it.
func (e *ExternalAccount) DeleteID() ID {
	if e.ExternalAccountID != "" {
		return e.ExternalAccountID
	}
	return e.ID
}

// providerPrefix is part of a provider's name in the API.
const providerPrefix = "oauth_"

// OAuthAccessTokens returns the tokens of a user's accounts at a provider,
// such as oauth_google; the prefix is added when missing
// (GetOAuthAccessToken). The server refreshes expired tokens.
func (s *UsersService) OAuthAccessTokens(ctx context.Context, id ID, provider string, p Page) ([]OAuthAccessToken, error) {
	if provider != "" && !strings.HasPrefix(provider, providerPrefix) {
		provider = providerPrefix + provider
	}
	r := newRequest(opGetOAuthAccessToken, id, ID(provider))
	r.query.Set("paginated", "true")
	p.encode(r)
	list, err := fetchArray[OAuthAccessToken](ctx, s.client, r, p)
	for i := range list {
		list[i].normalize()
	}
	return list, err
}

// normalize takes seconds for milliseconds where the server's unit, which is
// not documented, is seconds.
func (t *OAuthAccessToken) normalize() {
	const firstMillis = 1_000_000_000_000
	if t.ExpiresAt > 0 && t.ExpiresAt < firstMillis {
		t.ExpiresAt *= 1000
	}
}

// ReplaceIdentificationParams says how a value takes the place of all others.
type ReplaceIdentificationParams struct {
	Value string // e-mail address, or phone number in E.164 form
	// Status is verified by default. With unverified the user can be locked
	// out.
	Status string
	// NotifyPrimaryChanged is for e-mail addresses.
	NotifyPrimaryChanged bool
}

// ReplaceEmailAddress puts one e-mail address in the place of all the user's
// (ReplaceUserEmailAddress).
func (s *UsersService) ReplaceEmailAddress(ctx context.Context, id ID, p ReplaceIdentificationParams) (*EmailAddress, error) {
	r := newRequest(opReplaceUserEmailAddress, id)
	p.encode(r, "email_address")
	r.body.flag("notify_primary_email_address_changed", p.NotifyPrimaryChanged)
	return fetch[EmailAddress](ctx, s.client, r)
}

// ReplacePhoneNumber puts one phone number in the place of all the user's
// (ReplaceUserPhoneNumber). Replacing one that is a second factor turns the
// user's MFA off.
func (s *UsersService) ReplacePhoneNumber(ctx context.Context, id ID, p ReplaceIdentificationParams) (*PhoneNumber, error) {
	r := newRequest(opReplaceUserPhoneNumber, id)
	p.encode(r, "phone_number")
	return fetch[PhoneNumber](ctx, s.client, r)
}

func (p *ReplaceIdentificationParams) encode(r *request, name string) {
	r.required(name, p.Value)
	r.oneOf("identification_status", p.Status, StatusVerified, StatusReserved, StatusUnverified)
	r.body = fields{name: p.Value}
	r.body.str("identification_status", p.Status)
}

// EmailAddressesService has the operations on single e-mail addresses. They
// answer the address: get the user again afterwards.
type EmailAddressesService struct{ service }

// CreateEmailAddressParams adds an e-mail address to a user; it is unverified
// by default.
type CreateEmailAddressParams struct {
	UserID               ID
	EmailAddress         string
	Verified             *bool
	Primary              *bool
	NotifyPrimaryChanged bool
}

// Create adds an e-mail address (CreateEmailAddress).
func (s *EmailAddressesService) Create(ctx context.Context, p CreateEmailAddressParams) (*EmailAddress, error) {
	r := newRequest(opCreateEmailAddress)
	r.requiredID("user_id", p.UserID)
	r.required("email_address", p.EmailAddress)
	r.body = fields{"user_id": p.UserID, "email_address": p.EmailAddress}
	r.body.bool("verified", p.Verified)
	r.body.bool("primary", p.Primary)
	r.body.flag("notify_primary_email_address_changed", p.NotifyPrimaryChanged)
	return fetch[EmailAddress](ctx, s.client, r)
}

// Get returns an e-mail address (GetEmailAddress).
func (s *EmailAddressesService) Get(ctx context.Context, id ID) (*EmailAddress, error) {
	return fetch[EmailAddress](ctx, s.client, newRequest(opGetEmailAddress, id))
}

// UpdateEmailAddressParams changes an e-mail address; nil leaves as it is.
type UpdateEmailAddressParams struct {
	Verified             *bool
	Primary              *bool
	NotifyPrimaryChanged bool
}

// Update changes an e-mail address (UpdateEmailAddress).
func (s *EmailAddressesService) Update(ctx context.Context, id ID, p UpdateEmailAddressParams) (*EmailAddress, error) {
	r := newRequest(opUpdateEmailAddress, id)
	r.body = fields{}
	r.body.bool("verified", p.Verified)
	r.body.bool("primary", p.Primary)
	r.body.flag("notify_primary_email_address_changed", p.NotifyPrimaryChanged)
	return fetch[EmailAddress](ctx, s.client, r)
}

// Delete removes an e-mail address (DeleteEmailAddress).
func (s *EmailAddressesService) Delete(ctx context.Context, id ID) (*DeletedObject, error) {
	return remove(ctx, s.client, newRequest(opDeleteEmailAddress, id))
}

// PrepareVerification sends a code to the address
// (PrepareEmailAddressVerification). Keep the id of the answer for the attempt.
func (s *EmailAddressesService) PrepareVerification(ctx context.Context, id ID) (*Verification, error) {
	return fetch[Verification](ctx, s.client, newRequest(opPrepareEmailAddressVerification, id))
}

// AttemptVerification checks a code (AttemptEmailAddressVerification). A wrong
// or expired one is no error: see Status and Attempts of the answer.
func (s *EmailAddressesService) AttemptVerification(ctx context.Context, id, verification ID, code Secret) (*Verification, error) {
	return attempt(ctx, s.client, opAttemptEmailAddressVerification, id, verification, code)
}

func attempt(ctx context.Context, c *Client, op operation, id, verification ID, code Secret) (*Verification, error) {
	r := newRequest(op, id)
	r.requiredID("verification_id", verification)
	r.body = fields{"verification_id": verification}
	r.secretBody("code", code)
	return fetch[Verification](ctx, c, r)
}

// PhoneNumbersService has the operations on single phone numbers. They answer
// the number: get the user again afterwards.
type PhoneNumbersService struct{ service }

// CreatePhoneNumberParams adds a phone number to a user; it is unverified by
// default.
type CreatePhoneNumberParams struct {
	UserID                  ID
	PhoneNumber             string // E.164
	Verified                *bool
	Primary                 *bool
	ReservedForSecondFactor *bool
}

// Create adds a phone number (CreatePhoneNumber).
func (s *PhoneNumbersService) Create(ctx context.Context, p CreatePhoneNumberParams) (*PhoneNumber, error) {
	r := newRequest(opCreatePhoneNumber)
	r.requiredID("user_id", p.UserID)
	r.required("phone_number", p.PhoneNumber)
	r.body = fields{"user_id": p.UserID, "phone_number": p.PhoneNumber}
	r.body.bool("verified", p.Verified)
	r.body.bool("primary", p.Primary)
	r.body.bool("reserved_for_second_factor", p.ReservedForSecondFactor)
	return fetch[PhoneNumber](ctx, s.client, r)
}

// Get returns a phone number (GetPhoneNumber).
func (s *PhoneNumbersService) Get(ctx context.Context, id ID) (*PhoneNumber, error) {
	return fetch[PhoneNumber](ctx, s.client, newRequest(opGetPhoneNumber, id))
}

// UpdatePhoneNumberParams changes a phone number; nil leaves as it is.
type UpdatePhoneNumberParams struct {
	Verified                *bool
	Primary                 *bool
	ReservedForSecondFactor *bool
}

// Update changes a phone number (UpdatePhoneNumber).
func (s *PhoneNumbersService) Update(ctx context.Context, id ID, p UpdatePhoneNumberParams) (*PhoneNumber, error) {
	r := newRequest(opUpdatePhoneNumber, id)
	r.body = fields{}
	r.body.bool("verified", p.Verified)
	r.body.bool("primary", p.Primary)
	r.body.bool("reserved_for_second_factor", p.ReservedForSecondFactor)
	return fetch[PhoneNumber](ctx, s.client, r)
}

// Delete removes a phone number (DeletePhoneNumber).
func (s *PhoneNumbersService) Delete(ctx context.Context, id ID) (*DeletedObject, error) {
	return remove(ctx, s.client, newRequest(opDeletePhoneNumber, id))
}

// PrepareVerification sends a code by SMS (PreparePhoneNumberVerification).
// Keep the id of the answer for the attempt.
func (s *PhoneNumbersService) PrepareVerification(ctx context.Context, id ID) (*Verification, error) {
	return fetch[Verification](ctx, s.client, newRequest(opPreparePhoneNumberVerification, id))
}

// AttemptVerification checks a code (AttemptPhoneNumberVerification). A wrong
// or expired one is no error: see Status and Attempts of the answer.
func (s *PhoneNumbersService) AttemptVerification(ctx context.Context, id, verification ID, code Secret) (*Verification, error) {
	return attempt(ctx, s.client, opAttemptPhoneNumberVerification, id, verification, code)
}
