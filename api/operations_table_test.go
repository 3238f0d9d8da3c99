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
func opTests() []opTest { return append(userOpTests(), otherOpTests()...) }

func userOpTests() []opTest {
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
	}
}
