package detail

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"usher/api"
)

// at is the moment at which the fixtures are looked at.
var at = time.Date(2026, 11, 22, 14, 30, 20, 0, time.UTC)

// cet is the zone of the tests: one hour off, so that a mistake shows.
var cet = time.FixedZone("CET", 3600)

func ago(d time.Duration) api.Time { return api.TimeOf(at.Add(-d)) }

func text(s string) api.Text { return api.NewText(s) }

func ptr[T any](v T) *T { return &v }

func ver(status, strategy string) *api.Verification {
	return &api.Verification{Status: text(status), Strategy: text(strategy)}
}

// alice is a locked user with nearly everything.
func alice() *api.User {
	return &api.User{
		ID: "user_2NNEqL2nrIRdJ194ndJqAHwEfxC", ExternalID: text("crm-42"), Locale: text("de-AT"),
		FirstName: text("Alice"), LastName: text("Johnson"), Username: text("alice"),
		PrimaryEmailID: "idn_e1", PrimaryPhoneID: "idn_p1",
		PasswordEnabled: true, TwoFactorEnabled: true, TOTPEnabled: true, BackupCodeEnabled: true,
		Locked: true, LockoutExpiresIn: ptr(int64(42*60 + 30)), VerificationAttemptsRemaining: ptr(int64(0)),
		DeleteSelfEnabled: true, CreateOrgEnabled: true, CreateOrgsLimit: ptr(int64(5)),
		PasswordLastUpdatedAt: ago(100 * day), MFAEnabledAt: ago(90 * day), MFADisabledAt: ago(95 * day),
		LastSignInAt: ago(2 * time.Hour), LastActiveAt: api.TimeOf(time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)),
		LegalAcceptedAt: ago(264 * day), CreatedAt: ago(264 * day), UpdatedAt: ago(time.Hour),
		EmailAddresses: []api.EmailAddress{
			{
				ID: "idn_e1", EmailAddress: text("alice@acme.example"), Verification: ver("verified", "email_code"),
				LinkedTo: []api.IdentificationLink{{Type: text("oauth_google"), ID: "idn_g"}}, CreatedAt: ago(264 * day),
			},
			{
				ID: "idn_e2", EmailAddress: text("alice.johnson@private.example"), Reserved: true,
				Verification: &api.Verification{Status: text("failed"), Strategy: text("email_link"), Attempts: ptr(int64(3)), Error: &api.ErrorItem{Code: "verification_failed", LongMessage: text("Too many failed attempts.")}},
				CreatedAt:    ago(3 * day),
			},
		},
		PhoneNumbers: []api.PhoneNumber{{
			ID: "idn_p1", PhoneNumber: text("+43 660 1234567"), ReservedForSecondFactor: true, DefaultSecondFactor: true,
			Verification: ver("verified", "phone_code"), CreatedAt: ago(200 * day),
		}},
		ExternalAccounts: []api.ExternalAccount{{
			Object: text("google_account"), ID: "idn_g", ExternalAccountID: "eac_g", Provider: text("oauth_google"), ProviderUserID: text("1049171"),
			EmailAddress: text("alice@acme.example"), FirstName: text("Alice"), LastName: text("Johnson"),
			EmailAddressVerified: ptr(true), Verification: ver("verified", "oauth_google"), CreatedAt: ago(264 * day),
		}},
		Passkeys: []api.Passkey{
			{ID: "idn_k1", Name: text("MacBook of Alice"), Verification: ver("verified", "passkey"), LastUsedAt: ago(26 * time.Hour)},
			{ID: "idn_k2", Verification: ver("verified", "passkey")},
		},
		Web3Wallets: []api.Web3Wallet{{
			ID: "idn_w1", Web3Wallet: text("0x71C7656EC7ab88b098defB751B7401B5f6d8976F"),
			Verification: ver("verified", "web3_metamask_signature"), CreatedAt: ago(30 * day),
		}},
		PublicMetadata:  json.RawMessage(`{"seats":12345678901234567890,"plan":"pro","flags":["beta","eu"],"company":{"name":"Acme","vat":"ATU1"},"nickname":"Ali","trial":false,"more":null}`),
		PrivateMetadata: json.RawMessage(`{"crm":42,"risk":"low"}`),
		UnsafeMetadata:  json.RawMessage(`{"theme":"dark"}`),
		Raw:             json.RawMessage(`{"id":"user_2NNEqL2nrIRdJ194ndJqAHwEfxC","object":"user","first_name":"Alice","public_metadata":{"plan":"pro","seats":12345678901234567890},"email_addresses":[{"id":"idn_e1","email_address":"alice@acme.example"}],"locked":true}`),
	}
}

// sparse is a user of whom nearly nothing is known.
func sparse() *api.User {
	return &api.User{
		ID: "user_sparse", Raw: json.RawMessage(`{"id":"user_sparse"}`), CreatedAt: ago(5 * time.Minute),
	}
}

// dora is in trouble: banned and deprovisioned, SSO, unverified e-mail, a
// compromised password, two-factor without backup codes.
func dora() *api.User {
	return &api.User{
		ID: "user_dora", FirstName: text("Dora"), PasswordEnabled: true, RequiresPasswordReset: true,
		TwoFactorEnabled: true, Banned: true, Deprovisioned: true, VerificationAttemptsRemaining: ptr(int64(1)), BypassClientTrust: true,
		PrimaryEmailID: "idn_e1", CreateOrgEnabled: true, CreateOrgsLimit: ptr(int64(0)),
		EmailAddresses: []api.EmailAddress{{ID: "idn_e1", EmailAddress: text("dora@corp.example"), MatchesSSOConnection: true}},
		EnterpriseAccounts: []api.EnterpriseAccount{{
			ID: "ent_1", Protocol: text("saml"), Provider: text("saml_okta"), Active: false, EmailAddress: text("dora@corp.example"),
			Verification: ver("verified", "saml"), LastAuthenticatedAt: ago(40 * day),
			EnterpriseConnection: &api.EnterpriseConnection{ID: "con_1", Name: text("Corp Okta"), Domains: []api.Text{text("corp.example"), text("corp.test")}},
		}},
		SAMLAccounts: []api.EnterpriseAccount{{
			ID: "samlacc_1", EmailAddress: text("dora@corp.example"), SAMLConnection: &api.EnterpriseConnection{ID: "con_1", Name: text("Corp Okta")},
		}},
		CreatedAt: ago(800 * day), Raw: json.RawMessage(`{"id":"user_dora"}`),
	}
}

// eve has a hostile name and words of tomorrow.
func eve() *api.User {
	evil := "\x1b[38;5;1;2;3;4;5;6;7;8;9;10;11;12;13;14;15;16;17;18;19;20;21;22;23;24;25;26;27;28;29;30;31;32;33mEve\u202e\x07\r\nGOTCHA"
	return &api.User{
		ID: "user_eve", FirstName: text(evil), LastName: text("李小龍 👩‍👩‍👧‍👦 Z̸̡̢a̴l̷g̵o̶"), ExternalID: text("a\tb\x00c"), Locale: text("\u2066xx\u2069"),
		PrimaryEmailID: "nowhere",
		EmailAddresses: []api.EmailAddress{
			{EmailAddress: text("eve\n@evil.example"), Verification: ver("quantum", "telepathy")},
			{EmailAddress: text(""), Verification: ver("", "")},
		},
		PhoneNumbers:     []api.PhoneNumber{{PhoneNumber: text("+1\x1b[2J555"), Verification: ver("expired", "phone_code")}},
		ExternalAccounts: []api.ExternalAccount{{Object: text("facebook_account"), Username: text("\x9b31meve"), Verification: nil}, {Provider: text("oauth_custom_\x1b]0;x\x07"), Verification: ver("transferable", "oauth_custom_acme"), EmailAddressVerified: ptr(false)}},
		Passkeys:         []api.Passkey{{Name: text("\x1b[H"), Verification: nil}},
		PublicMetadata:   json.RawMessage(`{"plan":"\u001b[31mred\u202e","":"","deep":{"a":[1]},"` + "k\\u0007" + `":1e999}`),
		Raw:              json.RawMessage(`{"id":"user_eve","first_name":"\u001b[31m"}`),
		CreatedAt:        -5_000_000_000_000, LastSignInAt: 9_000_000_000_000_000, LastActiveAt: ago(30 * time.Hour),
		Locked: true, LockoutExpiresIn: ptr(int64(1 << 62)), VerificationAttemptsRemaining: ptr(int64(-3)),
	}
}

// broken could not be decoded.
func broken() *api.User {
	return &api.User{ID: "user_broken", Broken: errors.New("decoding a user: unexpected end"), Raw: json.RawMessage(`{"id":"user_broken","email_addresses":{}}`)}
}

// crowd has 40 e-mail addresses.
func crowd() *api.User {
	u := sparse()
	u.ID, u.FirstName = "user_crowd", text("Crowd")
	for i := range 40 {
		u.EmailAddresses = append(u.EmailAddresses, api.EmailAddress{
			ID: api.ID(fmt.Sprintf("idn_%02d", i)), EmailAddress: text(fmt.Sprintf("crowd+%02d@example.com", i)),
			Verification: ver("verified", "email_code"), CreatedAt: ago(time.Duration(i) * day),
		})
	}
	u.PrimaryEmailID = "idn_07"
	return u
}

// fixtures are the users every tab must be able to draw.
func fixtures() map[string]*api.User {
	return map[string]*api.User{
		"alice": alice(), "sparse": sparse(), "dora": dora(), "eve": eve(), "broken": broken(), "crowd": crowd(),
		"nothing": {}, "nameless broken": {Broken: errors.New("x")},
	}
}

func membership(i int) api.Membership {
	return api.Membership{
		ID: api.ID(fmt.Sprintf("orgmem_%03d", i)), Role: text("org:admin"), RoleName: text("Admin"),
		Permissions:  []api.Text{text("org:sys_memberships:manage"), text("org:sys_profile:manage")},
		Organization: api.Organization{ID: api.ID(fmt.Sprintf("org_%03d", i)), Name: text(fmt.Sprintf("Acme %03d", i)), Slug: text("acme"), MembersCount: ptr(int64(1234))},
		CreatedAt:    ago(time.Duration(i) * day),
	}
}

func invitation(i int, status string) api.OrganizationInvitation {
	return api.OrganizationInvitation{
		ID: api.ID(fmt.Sprintf("orginv_%03d", i)), EmailAddress: text("alice@acme.example"), Role: text("org:member"), Status: text(status),
		PublicOrganizationData: &api.PublicOrganizationData{ID: "org_9", Name: text(fmt.Sprintf("Globex %d", i))},
		PublicInviterData:      &api.PublicUserData{FirstName: text("Hank"), LastName: text("Scorpio")},
		CreatedAt:              ago(5 * day), ExpiresAt: api.TimeOf(at.Add(25 * day)),
	}
}

func session(i int, status string) api.Session {
	return api.Session{
		ID: api.ID(fmt.Sprintf("sess_%03d", i)), Status: text(status), LastActiveAt: ago(time.Duration(i+2) * time.Minute),
		CreatedAt: ago(3 * day), ExpireAt: api.TimeOf(at.Add(4*day + time.Hour)),
		LatestActivity: &api.SessionActivity{BrowserName: text("Firefox"), BrowserVersion: text("145.0"), DeviceType: text("Macintosh"), City: text("Wien"), Country: text("AT"), IPAddress: text("203.0.113.7")},
	}
}
