package api

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestUserFilterEncoding(t *testing.T) {
	yes, no := true, false
	for _, test := range []struct {
		name   string
		params ListUsersParams
		want   string
	}{
		{"nothing", ListUsersParams{}, ""},
		{"repeated", ListUsersParams{UserFilter: UserFilter{EmailAddress: []string{"a@x.io", "b+c@x.io"}}}, "email_address=a%40x.io&email_address=b%2Bc%40x.io"},
		{"phone", ListUsersParams{UserFilter: UserFilter{PhoneNumber: []string{"+15550100"}}}, "phone_number=%2B15550100"},
		{"include and exclude", ListUsersParams{UserFilter: UserFilter{UserID: append(Include("user_1"), Exclude("user_2")...)}}, "user_id=user_1&user_id=-user_2"},
		{"a value with a sign", ListUsersParams{UserFilter: UserFilter{ExternalID: append(Include("-5", "+6"), Exclude("-7")...)}}, "external_id=%2B-5&external_id=%2B%2B6&external_id=--7"},
		{"organization", ListUsersParams{UserFilter: UserFilter{OrganizationID: Exclude("org_1")}}, "organization_id=-org_1"},
		{"banned", ListUsersParams{UserFilter: UserFilter{Banned: &yes}}, "banned=true"},
		{"not banned", ListUsersParams{UserFilter: UserFilter{Banned: &no}}, "banned=false"},
		{
			"times in milliseconds",
			ListUsersParams{UserFilter: UserFilter{
				CreatedAtAfter: time.UnixMilli(1768619811659), CreatedAtBefore: time.UnixMilli(1768619811660).UTC(),
				LastActiveAtAfter: time.UnixMilli(1), LastActiveAtBefore: time.UnixMilli(2),
				LastSignInAtAfter: time.UnixMilli(3), LastSignInAtBefore: time.UnixMilli(4),
			}},
			"created_at_after=1768619811659&created_at_before=1768619811660&last_active_at_after=1&last_active_at_before=2&last_sign_in_at_after=3&last_sign_in_at_before=4",
		},
		{"provider", ListUsersParams{UserFilter: UserFilter{Provider: "oauth_google", ProviderUserID: []string{"1", "2"}}}, "provider=oauth_google&provider_user_id=1&provider_user_id=2"},
		{
			"queries",
			ListUsersParams{UserFilter: UserFilter{Query: "a b&c", EmailAddressQuery: "e", PhoneNumberQuery: "p", UsernameQuery: "u", NameQuery: "n"}},
			"email_address_query=e&name_query=n&phone_number_query=p&query=a+b%26c&username_query=u",
		},
		{"names and wallets", ListUsersParams{UserFilter: UserFilter{Username: []string{"ada"}, Web3Wallet: []string{"0x1"}}}, "username=ada&web3_wallet=0x1"},
		{"limit is lowered", ListUsersParams{Limit: 501, Offset: 7}, "limit=500&offset=7"},
		{"order", ListUsersParams{Order: Order{Field: OrderCreatedAt}}, "order_by=%2Bcreated_at"},
		{"order down", ListUsersParams{Order: Order{Field: OrderWeb3Wallet, Desc: true}}, "order_by=-web3wallet"},
		{"desc without a field", ListUsersParams{Order: Order{Desc: true}}, ""},
		{"cursor", ListUsersParams{StartingAfter: "user_9", Order: Order{Field: OrderCreatedAt, Desc: true}}, "order_by=-created_at&starting_after=user_9"},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := newServer(t, always(answer{body: "[]"}))
			_, err := newClient(t, s).Users.List(t.Context(), test.params)
			require.NoError(t, err)
			assert.Equal(t, test.want, s.only(t).query)
			want, err := url.ParseQuery(test.want)
			require.NoError(t, err)
			got, err := url.ParseQuery(s.only(t).query)
			require.NoError(t, err)
			assert.Equal(t, want, got)
		})
	}
}

func TestEveryOrder(t *testing.T) {
	names := map[OrderField]string{
		OrderCreatedAt: "created_at", OrderUpdatedAt: "updated_at", OrderEmailAddress: "email_address",
		OrderWeb3Wallet: "web3wallet", OrderFirstName: "first_name", OrderLastName: "last_name",
		OrderPhoneNumber: "phone_number", OrderUsername: "username", OrderLastActiveAt: "last_active_at",
		OrderLastSignInAt: "last_sign_in_at",
	}
	assert.Len(t, names, 10)
	for f, name := range names {
		assert.Equal(t, "+"+name, Order{Field: f}.String())
		assert.Equal(t, "-"+name, Order{Field: f, Desc: true}.String())
		assert.Equal(t, f == OrderCreatedAt, Order{Field: f}.Cursor())
	}
	assert.True(t, Order{}.Cursor())
	assert.Empty(t, Order{}.String())
}

// many makes n values.
func many(n int) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = fmt.Sprintf("v%d", i)
	}
	return out
}

func TestValidationNamesTheField(t *testing.T) {
	list := func(p ListUsersParams) func(context.Context, *Client) error {
		return func(ctx context.Context, c *Client) error { _, err := c.Users.List(ctx, p); return err }
	}
	filter := func(f UserFilter) func(context.Context, *Client) error { return list(ListUsersParams{UserFilter: f}) }
	create := func(p CreateUserParams) func(context.Context, *Client) error {
		return func(ctx context.Context, c *Client) error { _, err := c.Users.Create(ctx, p); return err }
	}
	negative := int64(-1)
	type row struct {
		field string
		call  func(context.Context, *Client) error
	}
	rows := []row{
		{"limit", list(ListUsersParams{Limit: -1})},
		{"offset", list(ListUsersParams{Offset: -1})},
		{"order_by", list(ListUsersParams{Order: Order{Field: 200}})},
		{"starting_after", list(ListUsersParams{StartingAfter: "a b"})},
		{"starting_after", list(ListUsersParams{StartingAfter: "user_1", Offset: 1})},
		{"starting_after", list(ListUsersParams{StartingAfter: "user_1", Order: Order{Field: OrderUsername}})},
		{"email_address", filter(UserFilter{EmailAddress: many(101)})},
		{"phone_number", filter(UserFilter{PhoneNumber: []string{""}})},
		{"username", filter(UserFilter{Username: []string{"a\x00b"}})},
		{"web3_wallet", filter(UserFilter{Web3Wallet: []string{"\xff"}})},
		{"user_id", filter(UserFilter{UserID: Include(many(101)...)})},
		{"external_id", filter(UserFilter{ExternalID: Exclude(" ")})},
		{"query", filter(UserFilter{Query: strings.Repeat("x", maxTextLen+1)})},
		{"name_query", filter(UserFilter{NameQuery: "\xff"})},
		{"created_at_after", filter(UserFilter{CreatedAtAfter: time.UnixMilli(-1)})},
		{"provider_user_id", filter(UserFilter{Provider: "oauth_google"})},
		{"provider", filter(UserFilter{ProviderUserID: []string{"1"}})},
		{"email_address_identification_status", create(CreateUserParams{EmailAddress: []string{"a@b.co"}, EmailAddressStatus: []string{"verified", "verified"}})},
		{"phone_number_identification_status", create(CreateUserParams{PhoneNumber: []string{"+1"}, PhoneNumberStatus: []string{"unverified"}})},
		{"password_hasher", create(CreateUserParams{PasswordDigest: NewSecret("x")})},
		{"password", create(CreateUserParams{Password: NewSecret("x"), PasswordDigest: NewSecret("x"), PasswordHasher: "bcrypt"})},
		{"public_metadata", create(CreateUserParams{PublicMetadata: []byte(`[]`)})},
		{"unsafe_metadata", create(CreateUserParams{UnsafeMetadata: []byte(`{"a":`)})},
		{"create_organizations_limit", create(CreateUserParams{CreateOrgsLimit: &negative})},
		{"user_ids", func(ctx context.Context, c *Client) error { _, err := c.Users.BulkBan(ctx, nil); return err }},
		{"user_ids", func(ctx context.Context, c *Client) error {
			_, err := c.Users.BulkBan(ctx, make([]ID, 51))
			return err
		}},
		{"user_ids", func(ctx context.Context, c *Client) error {
			_, err := c.Users.BulkUnban(ctx, []ID{"a", "b/c"})
			return err
		}},
		{"private_metadata", func(ctx context.Context, c *Client) error {
			_, err := c.Users.MergeMetadata(ctx, "u", Metadata{Private: []byte("null")})
			return err
		}},
		{"sign_out_of_other_sessions", func(ctx context.Context, c *Client) error {
			_, err := c.Users.Update(ctx, "u", UpdateUserParams{SignOutOfOtherSessions: true})
			return err
		}},
		{"primary_email_address_id", func(ctx context.Context, c *Client) error {
			_, err := c.Users.Update(ctx, "u", UpdateUserParams{PrimaryEmailAddressID: "a/b"})
			return err
		}},
		{"password", func(ctx context.Context, c *Client) error {
			_, err := c.Users.VerifyPassword(ctx, "u", Secret{})
			return err
		}},
		{"code", func(ctx context.Context, c *Client) error {
			_, err := c.Users.VerifyTOTP(ctx, "u", NewSecret(" "))
			return err
		}},
		{"account", func(ctx context.Context, c *Client) error {
			_, err := c.Users.EnrollTOTP(ctx, "u", "i", "")
			return err
		}},
		{"user_id", func(ctx context.Context, c *Client) error {
			_, err := c.Users.EnrollTOTP(ctx, "", "i", "a")
			return err
		}},
		{"provider", func(ctx context.Context, c *Client) error {
			_, err := c.Users.OAuthAccessTokens(ctx, "u", "", Page{})
			return err
		}},
		{"status", func(ctx context.Context, c *Client) error {
			_, err := c.Users.OrganizationInvitations(ctx, "u", InvitationListParams{Status: []string{"lost"}})
			return err
		}},
		{"user_id", func(ctx context.Context, c *Client) error {
			_, err := c.Sessions.List(ctx, SessionListParams{})
			return err
		}},
		{"status", func(ctx context.Context, c *Client) error {
			_, err := c.Sessions.List(ctx, SessionListParams{UserID: "u", Status: "pending"})
			return err
		}},
		{"actor", func(ctx context.Context, c *Client) error {
			_, err := c.ActorTokens.Create(ctx, CreateActorTokenParams{UserID: "u", Actor: []byte(`{"iss":"x"}`)})
			return err
		}},
		{"expires_in_seconds", func(ctx context.Context, c *Client) error {
			_, err := c.SignInTokens.Create(ctx, CreateSignInTokenParams{UserID: "u", ExpiresIn: time.Millisecond})
			return err
		}},
		{"identification_status", func(ctx context.Context, c *Client) error {
			_, err := c.Users.ReplaceEmailAddress(ctx, "u", ReplaceIdentificationParams{Value: "a@b.co", Status: "odd"})
			return err
		}},
		{"expires_in_days", func(ctx context.Context, c *Client) error {
			_, err := c.Invitations.Create(ctx, CreateInvitationParams{EmailAddress: "a@b.co", ExpiresInDays: 366})
			return err
		}},
		{"invitations", func(ctx context.Context, c *Client) error { _, err := c.Invitations.CreateBulk(ctx, nil); return err }},
		{"order_by", func(ctx context.Context, c *Client) error {
			_, err := c.Organizations.List(ctx, ListOrganizationsParams{OrderBy: "-slug"})
			return err
		}},
		{"order_by", func(ctx context.Context, c *Client) error {
			_, err := c.Organizations.List(ctx, ListOrganizationsParams{OrderBy: "+"})
			return err
		}},
		{"unsafe_metadata", func(ctx context.Context, c *Client) error {
			_, err := c.Organizations.MergeMembershipMetadata(ctx, "o", "u", Metadata{Unsafe: []byte(`{}`)})
			return err
		}},
		{"amount", func(ctx context.Context, c *Client) error {
			_, err := c.Users.AdjustBillingCredits(ctx, "u", AdjustCreditsParams{IdempotencyKey: "k"})
			return err
		}},
	}
	s := newServer(t, always(answer{body: "[]"}))
	c := newClient(t, s)
	for i, r := range rows {
		err := r.call(t.Context(), c)
		var v *ValidationError
		require.ErrorAs(t, err, &v, "row %d, %s", i, r.field)
		assert.Equal(t, r.field, v.Field, "row %d: %v", i, v)
		assert.NotEmpty(t, v.Op)
		assert.Contains(t, v.Error(), v.Field+": "+v.Problem)
	}
	assert.Empty(t, s.requests(), "nothing may reach the network")
}
