package api

import (
	"context"
	"encoding/json"
	"strings"
	"time"
)

func nothing(err error) (any, error) { return nil, err }

func fullCreate() CreateUserParams {
	yes, no, three := true, false, int64(3)
	at := time.Date(2012, 10, 20, 7, 15, 20, 902_000_000, time.UTC)
	return CreateUserParams{
		ExternalID: "crm-1", FirstName: "Ada", LastName: "Lind", Locale: "en-US", Username: "ada",
		EmailAddress: []string{"a@b.co", "c@d.co"}, EmailAddressStatus: []string{StatusVerified, StatusReserved},
		PhoneNumber: []string{"+15550100"}, PhoneNumberStatus: []string{StatusReserved}, Web3Wallet: []string{"0x1"},
		PasswordDigest: NewSecret("digest"), PasswordHasher: "bcrypt",
		SkipPasswordChecks: true, SkipPasswordRequirement: true, SkipUserRequirement: true,
		TOTPSecret: NewSecret("JBSWY3DPEHPK3PXP"), BackupCodes: []Secret{NewSecret("one"), NewSecret("two")},
		PublicMetadata: json.RawMessage(`{"a":1}`), PrivateMetadata: json.RawMessage(`{"b":2}`), UnsafeMetadata: json.RawMessage(`{"c":3}`),
		DeleteSelfEnabled: &yes, CreateOrgEnabled: &no, CreateOrgsLimit: &three,
		LegalAcceptedAt: at, CreatedAt: at, SkipLegalChecks: true, BypassClientTrust: &yes, Banned: true, Locked: true,
	}
}

func fullUpdate() UpdateUserParams {
	yes, no, zero := true, false, int64(0)
	at := time.Date(2012, 10, 20, 9, 15, 20, 902_000_000, time.FixedZone("", 2*60*60))
	return UpdateUserParams{
		ExternalID: Null[string](), FirstName: Set("Ada"), LastName: Set(""), Locale: Set("en-US"), Username: Null[string](),
		PrimaryEmailAddressID: "idn_1", PrimaryPhoneNumberID: "idn_2", PrimaryWeb3WalletID: "idn_3", NotifyPrimaryChanged: true,
		ProfileImageID: "img_1", Password: NewSecret("correct horse"), SkipPasswordChecks: true, SignOutOfOtherSessions: true,
		TOTPSecret: NewSecret("JBSWY3DPEHPK3PXP"), BackupCodes: []Secret{NewSecret("one")},
		DeleteSelfEnabled: &no, CreateOrgEnabled: &yes, CreateOrgsLimit: &zero,
		LegalAcceptedAt: at, CreatedAt: at, SkipLegalChecks: true, BypassClientTrust: &no,
	}
}

const (
	createBody = `{"external_id":"crm-1","first_name":"Ada","last_name":"Lind","locale":"en-US","username":"ada","email_address":["a@b.co","c@d.co"],"email_address_identification_status":["verified","reserved"],"phone_number":["+15550100"],"phone_number_identification_status":["reserved"],"web3_wallet":["0x1"],"password_digest":"digest","password_hasher":"bcrypt","skip_password_checks":true,"skip_password_requirement":true,"skip_user_requirement":true,"totp_secret":"JBSWY3DPEHPK3PXP","backup_codes":["one","two"],"public_metadata":{"a":1},"private_metadata":{"b":2},"unsafe_metadata":{"c":3},"delete_self_enabled":true,"create_organization_enabled":false,"create_organizations_limit":3,"legal_accepted_at":"2012-10-20T07:15:20.902Z","created_at":"2012-10-20T07:15:20.902Z","skip_legal_checks":true,"bypass_client_trust":true,"banned":true,"locked":true}`
	updateBody = `{"external_id":null,"first_name":"Ada","last_name":"","locale":"en-US","username":null,"primary_email_address_id":"idn_1","primary_phone_number_id":"idn_2","primary_web3_wallet_id":"idn_3","notify_primary_email_address_changed":true,"profile_image_id":"img_1","password":"correct horse","skip_password_checks":true,"sign_out_of_other_sessions":true,"totp_secret":"JBSWY3DPEHPK3PXP","backup_codes":["one"],"delete_self_enabled":false,"create_organization_enabled":true,"create_organizations_limit":0,"legal_accepted_at":"2012-10-20T07:15:20.902Z","created_at":"2012-10-20T07:15:20.902Z","skip_legal_checks":true,"bypass_client_trust":false}`
)

// opTests is one row for each operation.
func opTests() []opTest {
	yes, no := true, false
	return []opTest{
		{
			op: opGetUserList, path: "/users", reply: `[user.json]`, id: "user_2NNEqL2nrIRdJ194ndJqAHwEfxC",
			query:  "query=ada&limit=50&order_by=-last_sign_in_at",
			errors: []int{400, 401, 422},
			call: func(ctx context.Context, c *Client) (any, error) {
				return c.Users.List(ctx, ListUsersParams{UserFilter: UserFilter{Query: "ada"}, Limit: 50, Order: Order{Field: OrderLastSignInAt, Desc: true}})
			},
		},
		{
			op: opCreateUser, path: "/users", reply: `user_full.json`, id: "user_2NNFull",
			body:   createBody,
			errors: []int{400, 401, 402, 403, 422},
			call: func(ctx context.Context, c *Client) (any, error) {
				return c.Users.Create(ctx, fullCreate())
			},
		},
		{
			op: opGetUsersCount, path: "/users/count", reply: `TotalCount`, id: "",
			query:  "banned=false",
			errors: []int{422},
			call: func(ctx context.Context, c *Client) (any, error) {
				return c.Users.Count(ctx, UserFilter{Banned: new(bool)})
			},
		},
		{
			op: opUsersBan, path: "/users/ban", reply: `[user.json]`, id: "user_2NNEqL2nrIRdJ194ndJqAHwEfxC",
			body:   `{"user_ids":["u_1","u_2"]}`,
			errors: []int{400, 402},
			call: func(ctx context.Context, c *Client) (any, error) {
				return c.Users.BulkBan(ctx, []ID{"u_1", "u_2"})
			},
		},
		{
			op: opUsersUnban, path: "/users/unban", reply: `[user.json]`, id: "user_2NNEqL2nrIRdJ194ndJqAHwEfxC",
			body:   `{"user_ids":["u_1"]}`,
			errors: []int{400, 402},
			call: func(ctx context.Context, c *Client) (any, error) {
				return c.Users.BulkUnban(ctx, []ID{"u_1"})
			},
		},
		{
			op: opGetUser, path: "/users/u_1", reply: `user.json`, id: "user_2NNEqL2nrIRdJ194ndJqAHwEfxC",
			errors: []int{400, 401, 404},
			call: func(ctx context.Context, c *Client) (any, error) {
				return c.Users.Get(ctx, "u_1")
			},
		},
		{
			op: opUpdateUser, path: "/users/u_1", reply: `user.json`, id: "user_2NNEqL2nrIRdJ194ndJqAHwEfxC",
			body:   updateBody,
			errors: []int{400, 401, 404, 409, 422},
			call: func(ctx context.Context, c *Client) (any, error) {
				return c.Users.Update(ctx, "u_1", fullUpdate())
			},
		},
		{
			op: opDeleteUser, path: "/users/u_1", reply: `DeletedObject`, id: "id_1",
			errors: []int{400, 401, 404},
			call: func(ctx context.Context, c *Client) (any, error) {
				return c.Users.Delete(ctx, "u_1")
			},
		},
		{
			op: opBanUser, path: "/users/u_1/ban", reply: `user.json`, id: "user_2NNEqL2nrIRdJ194ndJqAHwEfxC",
			errors: []int{402},
			call: func(ctx context.Context, c *Client) (any, error) {
				return c.Users.Ban(ctx, "u_1")
			},
		},
		{
			op: opUnbanUser, path: "/users/u_1/unban", reply: `user.json`, id: "user_2NNEqL2nrIRdJ194ndJqAHwEfxC",
			errors: []int{402},
			call: func(ctx context.Context, c *Client) (any, error) {
				return c.Users.Unban(ctx, "u_1")
			},
		},
		{
			op: opLockUser, path: "/users/u_1/lock", reply: `user.json`, id: "user_2NNEqL2nrIRdJ194ndJqAHwEfxC",
			errors: []int{403},
			call: func(ctx context.Context, c *Client) (any, error) {
				return c.Users.Lock(ctx, "u_1")
			},
		},
		{
			op: opUnlockUser, path: "/users/u_1/unlock", reply: `user.json`, id: "user_2NNEqL2nrIRdJ194ndJqAHwEfxC",
			errors: []int{403},
			call: func(ctx context.Context, c *Client) (any, error) {
				return c.Users.Unlock(ctx, "u_1")
			},
		},
		{
			op: opDeleteUserProfileImage, path: "/users/u_1/profile_image", reply: `user.json`, id: "user_2NNEqL2nrIRdJ194ndJqAHwEfxC",
			errors: []int{404},
			call: func(ctx context.Context, c *Client) (any, error) {
				return c.Users.DeleteProfileImage(ctx, "u_1")
			},
		},
		{
			op: opUnsetUserPasswordCompromised, path: "/users/u_1/password/unset_compromised", reply: `user.json`, id: "user_2NNEqL2nrIRdJ194ndJqAHwEfxC",
			errors: []int{400, 401, 403, 404, 422},
			call: func(ctx context.Context, c *Client) (any, error) {
				return c.Users.UnsetPasswordCompromised(ctx, "u_1")
			},
		},
		{
			op: opSetUserProfileImage, path: "/users/u_1/profile_image", reply: `user.json`, id: "user_2NNEqL2nrIRdJ194ndJqAHwEfxC",
			body:   `-`,
			errors: []int{400, 401, 404},
			call: func(ctx context.Context, c *Client) (any, error) {
				return c.Users.SetProfileImage(ctx, "u_1", "me.png", strings.NewReader("image"))
			},
		},
		{
			op: opUpdateUserMetadata, path: "/users/u_1/metadata", reply: `user.json`, id: "user_2NNEqL2nrIRdJ194ndJqAHwEfxC",
			body:   `{"public_metadata":{"big":12345678901234567890,"gone":null},"unsafe_metadata":{}}`,
			errors: []int{400, 401, 404, 422},
			call: func(ctx context.Context, c *Client) (any, error) {
				return c.Users.MergeMetadata(ctx, "u_1", Metadata{Public: json.RawMessage(`{"big":12345678901234567890,"gone":null}`), Unsafe: json.RawMessage(`{}`)})
			},
		},
		{
			op: opReplaceUserMetadata, path: "/users/u_1/metadata", reply: `user.json`, id: "user_2NNEqL2nrIRdJ194ndJqAHwEfxC",
			body:   `{"private_metadata":{"a":1}}`,
			errors: []int{400, 401, 404, 422},
			call: func(ctx context.Context, c *Client) (any, error) {
				return c.Users.ReplaceMetadata(ctx, "u_1", Metadata{Private: json.RawMessage(`{"a":1}`)})
			},
		},
		{
			op: opGetOAuthAccessToken, path: "/users/u_1/oauth_access_tokens/oauth_google", reply: `OAuthAccessToken`, id: "externalaccountid_1",
			query:  "paginated=true&limit=9",
			errors: []int{400, 404, 422},
			call: func(ctx context.Context, c *Client) (any, error) {
				return c.Users.OAuthAccessTokens(ctx, "u_1", "google", Page{Limit: 9})
			},
		},
		{
			op: opUsersGetOrganizationMemberships, path: "/users/u_1/organization_memberships", reply: `{OrganizationMembership}`, id: "id_1",
			query:  "limit=5&offset=10",
			errors: []int{403},
			call: func(ctx context.Context, c *Client) (any, error) {
				return c.Users.OrganizationMemberships(ctx, "u_1", Page{Limit: 5, Offset: 10})
			},
		},
		{
			op: opUsersGetOrganizationInvitations, path: "/users/u_1/organization_invitations", reply: `{OrganizationInvitationWithPublicOrganizationData}`, id: "id_1",
			query:  "limit=500&status=pending",
			errors: []int{400, 403, 404},
			call: func(ctx context.Context, c *Client) (any, error) {
				return c.Users.OrganizationInvitations(ctx, "u_1", InvitationListParams{Status: []string{"pending"}, Page: Page{Limit: 501}})
			},
		},
		{
			op: opVerifyPassword, path: "/users/u_1/verify_password", reply: `={"verified":true}`, id: "",
			body:   `{"password":"pw"}`,
			errors: []int{400, 404, 422, 500},
			call: func(ctx context.Context, c *Client) (any, error) {
				return c.Users.VerifyPassword(ctx, "u_1", NewSecret("pw"))
			},
		},
		{
			op: opVerifyTOTP, path: "/users/u_1/verify_totp", reply: `={"verified":true,"code_type":"totp"}`, id: "",
			body:   `{"code":"123456"}`,
			errors: []int{400, 404, 422, 500},
			call: func(ctx context.Context, c *Client) (any, error) {
				return c.Users.VerifyTOTP(ctx, "u_1", NewSecret("123456"))
			},
		},
		{
			op: opDisableMFA, path: "/users/u_1/mfa", reply: `={"user_id":"u_1"}`, id: "",
			errors: []int{404, 500},
			call:   func(ctx context.Context, c *Client) (any, error) { return nothing(c.Users.DisableMFA(ctx, "u_1")) },
		},
		{
			op: opDeleteBackupCode, path: "/users/u_1/backup_code", reply: `={"user_id":"u_1"}`, id: "",
			errors: []int{404, 500},
			call: func(ctx context.Context, c *Client) (any, error) {
				return nothing(c.Users.DeleteBackupCodes(ctx, "u_1"))
			},
		},
		{
			op: opDeleteTOTP, path: "/users/u_1/totp", reply: `={"user_id":"u_1"}`, id: "",
			errors: []int{404, 500},
			call:   func(ctx context.Context, c *Client) (any, error) { return nothing(c.Users.DeleteTOTP(ctx, "u_1")) },
		},
		{
			op: opUserPasskeyDelete, path: "/users/u_1/passkeys/x_1", reply: `DeletedObject`, id: "id_1",
			errors: []int{403, 404, 500},
			call: func(ctx context.Context, c *Client) (any, error) {
				return c.Users.DeletePasskey(ctx, "u_1", "x_1")
			},
		},
		{
			op: opUserWeb3WalletDelete, path: "/users/u_1/web3_wallets/x_1", reply: `DeletedObject`, id: "id_1",
			errors: []int{400, 403, 404, 500},
			call: func(ctx context.Context, c *Client) (any, error) {
				return c.Users.DeleteWeb3Wallet(ctx, "u_1", "x_1")
			},
		},
		{
			op: opDeleteExternalAccount, path: "/users/u_1/external_accounts/x_1", reply: `DeletedObject`, id: "id_1",
			errors: []int{400, 403, 404, 500},
			call: func(ctx context.Context, c *Client) (any, error) {
				return c.Users.DeleteExternalAccount(ctx, "u_1", "x_1")
			},
		},
		{
			op: opCreateUserTOTP, path: "/users/u_1/totp", reply: `TOTP`, id: "id_1",
			errors: []int{403, 404, 500},
			call: func(ctx context.Context, c *Client) (any, error) {
				return c.Users.CreateTOTP(ctx, "u_1")
			},
		},
		{
			op: opSetUserPasswordCompromised, path: "/users/u_1/password/set_compromised", reply: `user.json`, id: "user_2NNEqL2nrIRdJ194ndJqAHwEfxC",
			body:   `{"revoke_all_sessions":true}`,
			errors: []int{400, 401, 403, 404, 422},
			call: func(ctx context.Context, c *Client) (any, error) {
				return c.Users.SetPasswordCompromised(ctx, "u_1", true)
			},
		},
		{
			op: opRemoveUserPassword, path: "/users/u_1/remove_password", reply: `user.json`, id: "user_2NNEqL2nrIRdJ194ndJqAHwEfxC",
			body:   `{"sign_out_of_other_sessions":true}`,
			errors: []int{400, 401, 403, 404, 500},
			call: func(ctx context.Context, c *Client) (any, error) {
				return c.Users.RemovePassword(ctx, "u_1", true)
			},
		},
		{
			op: opListUserTrustedDevices, path: "/users/u_1/trusted_devices", reply: `{TrustedDevice}`, id: "id_1",
			errors: []int{403, 404, 500},
			call: func(ctx context.Context, c *Client) (any, error) {
				return c.Users.TrustedDevices(ctx, "u_1")
			},
		},
		{
			op: opRevokeUserTrustedDevice, path: "/users/u_1/trusted_devices/d_1", reply: `TrustedDevice`, id: "id_1",
			errors: []int{403, 404, 500},
			call: func(ctx context.Context, c *Client) (any, error) {
				return c.Users.RevokeTrustedDevice(ctx, "u_1", "d_1")
			},
		},
		{
			op: opReplaceUserEmailAddress, path: "/users/u_1/email_address", reply: `EmailAddress`, id: "idn_1",
			body:   `{"email_address":"a@b.co","identification_status":"reserved","notify_primary_email_address_changed":true}`,
			errors: []int{400, 401, 403, 404, 422},
			call: func(ctx context.Context, c *Client) (any, error) {
				return c.Users.ReplaceEmailAddress(ctx, "u_1", ReplaceIdentificationParams{Value: "a@b.co", Status: StatusReserved, NotifyPrimaryChanged: true})
			},
		},
		{
			op: opReplaceUserPhoneNumber, path: "/users/u_1/phone_number", reply: `PhoneNumber`, id: "id_1",
			body:   `{"phone_number":"+15550100"}`,
			errors: []int{400, 401, 403, 404, 422},
			call: func(ctx context.Context, c *Client) (any, error) {
				return c.Users.ReplacePhoneNumber(ctx, "u_1", ReplaceIdentificationParams{Value: "+15550100"})
			},
		},
		{
			op: opGetUserBillingSubscription, path: "/users/u_1/billing/subscription", reply: `CommerceSubscription`, id: "id_1",
			errors: []int{400, 401, 403, 404, 422, 500},
			call: func(ctx context.Context, c *Client) (any, error) {
				return c.Users.BillingSubscription(ctx, "u_1")
			},
		},
		{
			op: opGetUserBillingCreditBalance, path: "/users/u_1/billing/credits", reply: `CommerceCreditBalanceResponse`, id: "",
			errors: []int{400, 401, 403, 404, 422, 500},
			call: func(ctx context.Context, c *Client) (any, error) {
				return c.Users.BillingCredits(ctx, "u_1")
			},
		},
		{
			op: opAdjustUserBillingCreditBalance, path: "/users/u_1/billing/credits", reply: `CommerceCreditLedgerResponse`, id: "id_1",
			body:   `{"amount":5,"action":"decrease","idempotency_key":"k","currency":"usd","note":"n"}`,
			errors: []int{400, 401, 403, 404, 409, 422, 500},
			call: func(ctx context.Context, c *Client) (any, error) {
				return c.Users.AdjustBillingCredits(ctx, "u_1", AdjustCreditsParams{Amount: 5, Decrease: true, IdempotencyKey: "k", Currency: "usd", Note: "n"})
			},
		},
		{
			op: opGetSessionList, path: "/sessions", reply: `[Session]`, id: "id_1",
			query:  "user_id=u_1&status=active&paginated=true&limit=3",
			errors: []int{400, 401, 422},
			call: func(ctx context.Context, c *Client) (any, error) {
				return c.Sessions.List(ctx, SessionListParams{UserID: "u_1", Status: "active", Page: Page{Limit: 3}})
			},
		},
		{
			op: opCreateSession, path: "/sessions", reply: `Session`, id: "id_1",
			body:   `{"user_id":"u_1","active_organization_id":"org_1"}`,
			errors: []int{400, 401, 404, 422},
			call: func(ctx context.Context, c *Client) (any, error) {
				return c.Sessions.Create(ctx, "u_1", "org_1")
			},
		},
		{
			op: opGetSession, path: "/sessions/s_1", reply: `Session`, id: "id_1",
			errors: []int{400, 401, 404},
			call: func(ctx context.Context, c *Client) (any, error) {
				return c.Sessions.Get(ctx, "s_1")
			},
		},
		{
			op: opRevokeSession, path: "/sessions/s_1/revoke", reply: `Session`, id: "id_1",
			errors: []int{400, 401, 404},
			call: func(ctx context.Context, c *Client) (any, error) {
				return c.Sessions.Revoke(ctx, "s_1")
			},
		},
		{
			op: opGetClient, path: "/clients/c_1", reply: `Client`, id: "id_1",
			errors: []int{400, 401, 404},
			call: func(ctx context.Context, c *Client) (any, error) {
				return c.Sessions.Client(ctx, "c_1")
			},
		},
		{
			op: opCreateEmailAddress, path: "/email_addresses", reply: `EmailAddress`, id: "idn_1",
			body:   `{"user_id":"u_1","email_address":"a@b.co","verified":true,"primary":false,"notify_primary_email_address_changed":true}`,
			errors: []int{400, 401, 403, 404, 409, 422},
			call: func(ctx context.Context, c *Client) (any, error) {
				return c.EmailAddresses.Create(ctx, CreateEmailAddressParams{UserID: "u_1", EmailAddress: "a@b.co", Verified: &yes, Primary: &no, NotifyPrimaryChanged: true})
			},
		},
		{
			op: opGetEmailAddress, path: "/email_addresses/i_1", reply: `EmailAddress`, id: "idn_1",
			errors: []int{400, 401, 403, 404},
			call: func(ctx context.Context, c *Client) (any, error) {
				return c.EmailAddresses.Get(ctx, "i_1")
			},
		},
		{
			op: opUpdateEmailAddress, path: "/email_addresses/i_1", reply: `EmailAddress`, id: "idn_1",
			body:   `{"primary":true,"notify_primary_email_address_changed":true}`,
			errors: []int{400, 401, 403, 404, 409},
			call: func(ctx context.Context, c *Client) (any, error) {
				return c.EmailAddresses.Update(ctx, "i_1", UpdateEmailAddressParams{Primary: &yes, NotifyPrimaryChanged: true})
			},
		},
		{
			op: opDeleteEmailAddress, path: "/email_addresses/i_1", reply: `DeletedObject`, id: "id_1",
			errors: []int{400, 401, 403, 404, 409},
			call: func(ctx context.Context, c *Client) (any, error) {
				return c.EmailAddresses.Delete(ctx, "i_1")
			},
		},
		{
			op: opPrepareEmailAddressVerification, path: "/email_addresses/i_1/prepare_verification", reply: `Verification:email_addresses`, id: "id_1",
			errors: []int{400, 401, 403, 404, 500},
			call: func(ctx context.Context, c *Client) (any, error) {
				return c.EmailAddresses.PrepareVerification(ctx, "i_1")
			},
		},
		{
			op: opAttemptEmailAddressVerification, path: "/email_addresses/i_1/attempt_verification", reply: `Verification:phone_numbers`, id: "id_1",
			body:   `{"verification_id":"ver_1","code":"424242"}`,
			errors: []int{400, 401, 403, 404, 500},
			call: func(ctx context.Context, c *Client) (any, error) {
				return c.EmailAddresses.AttemptVerification(ctx, "i_1", "ver_1", NewSecret("424242"))
			},
		},
		{
			op: opCreatePhoneNumber, path: "/phone_numbers", reply: `PhoneNumber`, id: "id_1",
			body:   `{"user_id":"u_1","phone_number":"+15550100","verified":true,"primary":false,"reserved_for_second_factor":true}`,
			errors: []int{400, 401, 403, 404, 422},
			call: func(ctx context.Context, c *Client) (any, error) {
				return c.PhoneNumbers.Create(ctx, CreatePhoneNumberParams{UserID: "u_1", PhoneNumber: "+15550100", Verified: &yes, Primary: &no, ReservedForSecondFactor: &yes})
			},
		},
		{
			op: opGetPhoneNumber, path: "/phone_numbers/i_1", reply: `PhoneNumber`, id: "id_1",
			errors: []int{400, 401, 403, 404},
			call: func(ctx context.Context, c *Client) (any, error) {
				return c.PhoneNumbers.Get(ctx, "i_1")
			},
		},
		{
			op: opUpdatePhoneNumber, path: "/phone_numbers/i_1", reply: `PhoneNumber`, id: "id_1",
			body:   `{"primary":true,"reserved_for_second_factor":true}`,
			errors: []int{400, 401, 403, 404},
			call: func(ctx context.Context, c *Client) (any, error) {
				return c.PhoneNumbers.Update(ctx, "i_1", UpdatePhoneNumberParams{Primary: &yes, ReservedForSecondFactor: &yes})
			},
		},
		{
			op: opDeletePhoneNumber, path: "/phone_numbers/i_1", reply: `DeletedObject`, id: "id_1",
			errors: []int{400, 401, 403, 404},
			call: func(ctx context.Context, c *Client) (any, error) {
				return c.PhoneNumbers.Delete(ctx, "i_1")
			},
		},
		{
			op: opPreparePhoneNumberVerification, path: "/phone_numbers/i_1/prepare_verification", reply: `Verification:email_addresses`, id: "id_1",
			errors: []int{400, 401, 403, 404, 429, 500},
			call: func(ctx context.Context, c *Client) (any, error) {
				return c.PhoneNumbers.PrepareVerification(ctx, "i_1")
			},
		},
		{
			op: opAttemptPhoneNumberVerification, path: "/phone_numbers/i_1/attempt_verification", reply: `Verification:phone_numbers`, id: "id_1",
			body:   `{"verification_id":"ver_1","code":"424242"}`,
			errors: []int{400, 401, 403, 404, 500},
			call: func(ctx context.Context, c *Client) (any, error) {
				return c.PhoneNumbers.AttemptVerification(ctx, "i_1", "ver_1", NewSecret("424242"))
			},
		},
		{
			op: opCreateActorToken, path: "/actor_tokens", reply: `ActorToken`, id: "id_1",
			body:   `{"user_id":"u_1","actor":{"sub":"agent"},"expires_in_seconds":600,"session_max_duration_in_seconds":300}`,
			errors: []int{400, 402, 422},
			call: func(ctx context.Context, c *Client) (any, error) {
				return c.ActorTokens.Create(ctx, CreateActorTokenParams{UserID: "u_1", Actor: json.RawMessage(`{"sub":"agent"}`), ExpiresIn: 10 * time.Minute, SessionMaxDuration: 5 * time.Minute})
			},
		},
		{
			op: opRevokeActorToken, path: "/actor_tokens/act_1/revoke", reply: `ActorToken`, id: "id_1",
			errors: []int{400, 404},
			call: func(ctx context.Context, c *Client) (any, error) {
				return c.ActorTokens.Revoke(ctx, "act_1")
			},
		},
		{
			op: opCreateSignInToken, path: "/sign_in_tokens", reply: `SignInToken`, id: "id_1",
			body:   `{"user_id":"u_1","org_id":"org_1","expires_in_seconds":3600}`,
			errors: []int{403, 404, 422},
			call: func(ctx context.Context, c *Client) (any, error) {
				return c.SignInTokens.Create(ctx, CreateSignInTokenParams{UserID: "u_1", OrganizationID: "org_1", ExpiresIn: time.Hour})
			},
		},
		{
			op: opRevokeSignInToken, path: "/sign_in_tokens/sit_1/revoke", reply: `SignInToken`, id: "id_1",
			errors: []int{400, 404},
			call: func(ctx context.Context, c *Client) (any, error) {
				return c.SignInTokens.Revoke(ctx, "sit_1")
			},
		},
		{
			op: opListAllowlistIdentifiers, path: "/allowlist_identifiers", reply: `[AllowlistIdentifier]`, id: "id_1",
			query:  "paginated=true&limit=2",
			errors: []int{401, 402},
			call: func(ctx context.Context, c *Client) (any, error) {
				return c.Allowlist.List(ctx, Page{Limit: 2})
			},
		},
		{
			op: opCreateAllowlistIdentifier, path: "/allowlist_identifiers", reply: `AllowlistIdentifier`, id: "id_1",
			body:   `{"identifier":"*@b.co","notify":true}`,
			errors: []int{400, 402, 422},
			call: func(ctx context.Context, c *Client) (any, error) {
				return c.Allowlist.Create(ctx, "*@b.co", true)
			},
		},
		{
			op: opDeleteAllowlistIdentifier, path: "/allowlist_identifiers/a_1", reply: `DeletedObject`, id: "id_1",
			errors: []int{402, 404},
			call: func(ctx context.Context, c *Client) (any, error) {
				return c.Allowlist.Delete(ctx, "a_1")
			},
		},
		{
			op: opListBlocklistIdentifiers, path: "/blocklist_identifiers", reply: `{BlocklistIdentifier}`, id: "id_1",
			errors: []int{401, 402},
			call: func(ctx context.Context, c *Client) (any, error) {
				return c.Blocklist.List(ctx)
			},
		},
		{
			op: opCreateBlocklistIdentifier, path: "/blocklist_identifiers", reply: `BlocklistIdentifier`, id: "id_1",
			body:   `{"identifier":"*@b.co"}`,
			errors: []int{400, 402, 422},
			call: func(ctx context.Context, c *Client) (any, error) {
				return c.Blocklist.Create(ctx, "*@b.co")
			},
		},
		{
			op: opDeleteBlocklistIdentifier, path: "/blocklist_identifiers/b_1", reply: `DeletedObject`, id: "id_1",
			errors: []int{402, 404},
			call: func(ctx context.Context, c *Client) (any, error) {
				return c.Blocklist.Delete(ctx, "b_1")
			},
		},
		{
			op: opListInvitations, path: "/invitations", reply: `[Invitation]`, id: "id_1",
			query: "status=revoked&query=x&order_by=-expires_at&paginated=true&offset=4",
			call: func(ctx context.Context, c *Client) (any, error) {
				return c.Invitations.List(ctx, ListInvitationsParams{Status: []string{"revoked"}, Query: "x", OrderBy: "-expires_at", Page: Page{Offset: 4}})
			},
		},
		{
			op: opCreateInvitation, path: "/invitations", reply: `Invitation`, id: "id_1",
			body:   `{"email_address":"a@b.co","public_metadata":{"a":1},"redirect_url":"https://x.co","notify":false,"ignore_existing":true,"expires_in_days":3,"template_slug":"invitation"}`,
			errors: []int{400, 422},
			call: func(ctx context.Context, c *Client) (any, error) {
				return c.Invitations.Create(ctx, CreateInvitationParams{EmailAddress: "a@b.co", PublicMetadata: json.RawMessage(`{"a":1}`), RedirectURL: "https://x.co", Notify: &no, IgnoreExisting: true, ExpiresInDays: 3, TemplateSlug: "invitation"})
			},
		},
		{
			op: opCreateBulkInvitations, path: "/invitations/bulk", reply: `[Invitation]`, id: "id_1",
			body:   `[{"email_address":"a@b.co","public_metadata":{"a":1},"redirect_url":"https://x.co","notify":false,"ignore_existing":true,"expires_in_days":3,"template_slug":"invitation"},{"email_address":"c@d.co"}]`,
			errors: []int{400, 422},
			call: func(ctx context.Context, c *Client) (any, error) {
				return c.Invitations.CreateBulk(ctx, []CreateInvitationParams{{EmailAddress: "a@b.co", PublicMetadata: json.RawMessage(`{"a":1}`), RedirectURL: "https://x.co", Notify: &no, IgnoreExisting: true, ExpiresInDays: 3, TemplateSlug: "invitation"}, {EmailAddress: "c@d.co"}})
			},
		},
		{
			op: opRevokeInvitation, path: "/invitations/inv_1/revoke", reply: `Invitation`, id: "id_1",
			errors: []int{400, 404},
			call: func(ctx context.Context, c *Client) (any, error) {
				return c.Invitations.Revoke(ctx, "inv_1")
			},
		},
		{
			op: opListOrganizations, path: "/organizations", reply: `{Organization}`, id: "id_1",
			query:  "query=acme&user_id=u_1&organization_id=-org_2&include_members_count=true&include_missing_member_with_elevated_permissions=true&order_by=%2Bname&limit=7",
			errors: []int{400, 403, 422},
			call: func(ctx context.Context, c *Client) (any, error) {
				return c.Organizations.List(ctx, ListOrganizationsParams{Query: "acme", UserID: Include("u_1"), OrganizationID: Exclude("org_2"), IncludeMembersCount: true, IncludeMissingElevated: true, OrderBy: "name", Page: Page{Limit: 7}})
			},
		},
		{
			op: opGetOrganization, path: "/organizations/acme", reply: `Organization`, id: "id_1",
			query:  "include_members_count=true",
			errors: []int{403, 404},
			call: func(ctx context.Context, c *Client) (any, error) {
				return c.Organizations.Get(ctx, "acme")
			},
		},
		{
			op: opGetOrganizationBillingSubscription, path: "/organizations/org_1/billing/subscription", reply: `CommerceSubscription`, id: "id_1",
			errors: []int{400, 401, 403, 404, 422, 500},
			call: func(ctx context.Context, c *Client) (any, error) {
				return c.Organizations.BillingSubscription(ctx, "org_1")
			},
		},
		{
			op: opListOrganizationMemberships, path: "/organizations/org_1/memberships", reply: `{OrganizationMembership}`, id: "id_1",
			query:  "user_id=-u_9&email_address=a%40b.co&phone_number=%2B15550100&username=ada&web3_wallet=0x1&role=org%3Aadmin&role=org%3Amember&query=q&email_address_query=e&phone_number_query=p&username_query=n&name_query=m&last_active_at_before=1&last_active_at_after=2&created_at_before=3&created_at_after=4&order_by=-first_name",
			errors: []int{401, 422},
			call: func(ctx context.Context, c *Client) (any, error) {
				return c.Organizations.Memberships(ctx, "org_1", ListMembershipsParams{UserID: Exclude("u_9"), EmailAddress: []string{"a@b.co"}, PhoneNumber: []string{"+15550100"}, Username: []string{"ada"}, Web3Wallet: []string{"0x1"}, Role: []string{"org:admin", "org:member"}, Query: "q", EmailAddressQuery: "e", PhoneNumberQuery: "p", UsernameQuery: "n", NameQuery: "m", LastActiveAtBefore: time.UnixMilli(1), LastActiveAtAfter: time.UnixMilli(2), CreatedAtBefore: time.UnixMilli(3), CreatedAtAfter: time.UnixMilli(4), OrderBy: "-first_name"})
			},
		},
		{
			op: opCreateOrganizationMembership, path: "/organizations/org_1/memberships", reply: `OrganizationMembership`, id: "id_1",
			body:   `{"user_id":"u_1","role":"org:member","public_metadata":{"a":1}}`,
			errors: []int{400, 403, 404, 422},
			call: func(ctx context.Context, c *Client) (any, error) {
				return c.Organizations.CreateMembership(ctx, "org_1", "u_1", "org:member", Metadata{Public: json.RawMessage(`{"a":1}`)})
			},
		},
		{
			op: opUpdateOrganizationMembership, path: "/organizations/org_1/memberships/u_1", reply: `OrganizationMembership`, id: "id_1",
			body:   `{"role":"org:admin"}`,
			errors: []int{404, 422},
			call: func(ctx context.Context, c *Client) (any, error) {
				return c.Organizations.UpdateMembership(ctx, "org_1", "u_1", "org:admin")
			},
		},
		{
			op: opDeleteOrganizationMembership, path: "/organizations/org_1/memberships/u_1", reply: `OrganizationMembership`, id: "id_1",
			errors: []int{401, 404, 422},
			call: func(ctx context.Context, c *Client) (any, error) {
				return c.Organizations.DeleteMembership(ctx, "org_1", "u_1")
			},
		},
		{
			op: opUpdateOrganizationMembershipMetadata, path: "/organizations/org_1/memberships/u_1/metadata", reply: `OrganizationMembership`, id: "id_1",
			body:   `{"private_metadata":{"a":null}}`,
			errors: []int{400, 404, 422},
			call: func(ctx context.Context, c *Client) (any, error) {
				return c.Organizations.MergeMembershipMetadata(ctx, "org_1", "u_1", Metadata{Private: json.RawMessage(`{"a":null}`)})
			},
		},
		{
			op: opListOrganizationInvitations, path: "/organizations/org_1/invitations", reply: `{OrganizationInvitation}`, id: "id_1",
			query:  "status=expired&email_address=a%40b.co&order_by=%2Bemail_address",
			errors: []int{400, 404, 422},
			call: func(ctx context.Context, c *Client) (any, error) {
				return c.Organizations.Invitations(ctx, "org_1", OrganizationInvitationsParams{Status: []string{"expired"}, EmailAddress: "a@b.co", OrderBy: "+email_address"})
			},
		},
		{
			op: opCreateOrganizationInvitation, path: "/organizations/org_1/invitations", reply: `OrganizationInvitation`, id: "id_1",
			body:   `{"email_address":"a@b.co","role":"org:member","inviter_user_id":"u_2","redirect_url":"https://x.co","expires_in_days":365,"notify":true,"public_metadata":{},"private_metadata":{"b":2}}`,
			errors: []int{400, 402, 403, 404, 422},
			call: func(ctx context.Context, c *Client) (any, error) {
				return c.Organizations.CreateInvitation(ctx, "org_1", CreateOrganizationInvitationParams{EmailAddress: "a@b.co", Role: "org:member", InviterUserID: "u_2", RedirectURL: "https://x.co", ExpiresInDays: 365, Notify: &yes, PublicMetadata: json.RawMessage(`{}`), PrivateMetadata: json.RawMessage(`{"b":2}`)})
			},
		},
		{
			op: opGetOrganizationInvitation, path: "/organizations/org_1/invitations/orginv_1", reply: `OrganizationInvitation`, id: "id_1",
			errors: []int{400, 403, 404},
			call: func(ctx context.Context, c *Client) (any, error) {
				return c.Organizations.Invitation(ctx, "org_1", "orginv_1")
			},
		},
		{
			op: opRevokeOrganizationInvitation, path: "/organizations/org_1/invitations/orginv_1/revoke", reply: `OrganizationInvitation`, id: "id_1",
			body:   `{"requesting_user_id":"u_2"}`,
			errors: []int{400, 403, 404},
			call: func(ctx context.Context, c *Client) (any, error) {
				return c.Organizations.RevokeInvitation(ctx, "org_1", "orginv_1", "u_2")
			},
		},
		{
			op: opInstanceGetOrganizationMemberships, path: "/organization_memberships", reply: `{OrganizationMembership}`, id: "id_1",
			query:  "order_by=%2Busername&limit=1",
			errors: []int{400, 401, 422, 500},
			call: func(ctx context.Context, c *Client) (any, error) {
				return c.Organizations.InstanceMemberships(ctx, InstanceListParams{OrderBy: "username", Page: Page{Limit: 1}})
			},
		},
		{
			op: opListInstanceOrganizationInvitations, path: "/organization_invitations", reply: `{OrganizationInvitation}`, id: "id_1",
			query:  "query=q&status=pending",
			errors: []int{400, 404, 422, 500},
			call: func(ctx context.Context, c *Client) (any, error) {
				return c.Organizations.InstanceInvitations(ctx, InstanceListParams{Query: "q", Status: "pending"})
			},
		},
		{
			op: opListOrganizationRoles, path: "/organization_roles", reply: `{Role}`, id: "id_1",
			query:  "query=q&order_by=-key",
			errors: []int{400, 401, 403, 422},
			call: func(ctx context.Context, c *Client) (any, error) {
				return c.Organizations.Roles(ctx, InstanceListParams{Query: "q", OrderBy: "-key"})
			},
		},
		{
			op: opGetInstance, path: "/instance", reply: `Instance`, id: "id_1",
			call: func(ctx context.Context, c *Client) (any, error) {
				return c.Instance.Get(ctx)
			},
		},
		{
			op: opUpdateInstanceRestrictions, path: "/instance/restrictions", reply: `InstanceRestrictions`, id: "",
			body:   `{"allowlist":true,"blocklist":false,"allowlist_blocklist_disabled_on_sign_in":true,"block_email_subaddresses":false,"block_disposable_email_domains":true}`,
			errors: []int{402, 422},
			call: func(ctx context.Context, c *Client) (any, error) {
				return c.Instance.UpdateRestrictions(ctx, RestrictionsParams{Allowlist: &yes, Blocklist: &no, AllowlistBlocklistDisabledSignIn: &yes, BlockEmailSubaddresses: &no, BlockDisposableEmailDomains: &yes})
			},
		},
		{
			op: opGetInstanceOrganizationSettings, path: "/instance/organization_settings", reply: `OrganizationSettings`, id: "",
			errors: []int{402, 404, 422},
			call: func(ctx context.Context, c *Client) (any, error) {
				return c.Instance.OrganizationSettings(ctx)
			},
		},
		{
			op: opGetInstanceProtect, path: "/instance/protect", reply: `InstanceProtect`, id: "",
			call: func(ctx context.Context, c *Client) (any, error) {
				return c.Instance.Protect(ctx)
			},
		},
		{
			op: opGetInstanceCommunication, path: "/instance/communication", reply: `InstanceCommunication`, id: "",
			call: func(ctx context.Context, c *Client) (any, error) {
				return c.Instance.Communication(ctx)
			},
		},
		{
			op: opListDomains, path: "/domains", reply: `{Domain}`, id: "id_1",
			call: func(ctx context.Context, c *Client) (any, error) {
				return c.Instance.Domains(ctx)
			},
		},
		{
			op: opListWaitlistEntries, path: "/waitlist_entries", reply: `{WaitlistEntry}`, id: "id_1",
			query: "status=invited&query=q&order_by=%2Binvited_at",
			call: func(ctx context.Context, c *Client) (any, error) {
				return c.Waitlist.List(ctx, ListWaitlistParams{Status: "invited", Query: "q", OrderBy: "invited_at"})
			},
		},
		{
			op: opInviteWaitlistEntry, path: "/waitlist_entries/w_1/invite", reply: `WaitlistEntry`, id: "id_1",
			body:   `{"ignore_existing":true}`,
			errors: []int{400, 404, 409, 422},
			call: func(ctx context.Context, c *Client) (any, error) {
				return c.Waitlist.Invite(ctx, "w_1", true)
			},
		},
		{
			op: opRejectWaitlistEntry, path: "/waitlist_entries/w_1/reject", reply: `WaitlistEntry`, id: "id_1",
			errors: []int{400, 404, 409, 422},
			call: func(ctx context.Context, c *Client) (any, error) {
				return c.Waitlist.Reject(ctx, "w_1")
			},
		},
		{
			op: opDeleteWaitlistEntry, path: "/waitlist_entries/w_1", reply: `DeletedObject`, id: "id_1",
			errors: []int{400, 404, 409, 422},
			call: func(ctx context.Context, c *Client) (any, error) {
				return c.Waitlist.Delete(ctx, "w_1")
			},
		},
	}
}
