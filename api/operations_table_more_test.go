package api

import (
	"context"
	"encoding/json"
	"time"
)

// otherOpTests are the rows of everything but users.
func otherOpTests() []opTest {
	yes, no := true, false
	return []opTest{
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
