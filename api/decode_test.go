package api

import (
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// resources is one of each record that is decoded.
func resources() []record {
	return []record{
		&User{}, &Verification{}, &IdentificationLink{}, &EmailAddress{}, &PhoneNumber{}, &Web3Wallet{}, &Passkey{},
		&ExternalAccount{}, &EnterpriseAccount{}, &EnterpriseConnection{}, &Organization{}, &Membership{}, &PublicUserData{},
		&PublicOrganizationData{}, &OrganizationInvitation{}, &Role{}, &Permission{}, &Invitation{}, &Session{},
		&SessionTask{}, &SessionActivity{}, &DeviceClient{}, &DeletedObject{}, &OAuthAccessToken{}, &TOTP{},
		&TOTPVerification{}, &TrustedDevice{}, &ActorToken{}, &SignInToken{}, &AllowlistIdentifier{},
		&BlocklistIdentifier{}, &WaitlistEntry{}, &Instance{}, &Domain{}, &OrganizationSettings{},
		&InstanceRestrictions{}, &InstanceProtect{}, &InstanceCommunication{}, &Money{}, &Subscription{},
		&SubscriptionPayment{}, &SubscriptionItem{}, &Plan{}, &PaymentMethod{}, &CreditBalance{}, &CreditLedgerEntry{},
		&ErrorItem{},
	}
}

// full is JSON that fills every tagged field of t.
func full(t reflect.Type) any {
	switch reflect.New(t).Interface().(type) {
	case *Text:
		return "text \"\u00e9\n"
	case *Secret:
		return "secret"
	case *ID:
		return "id_1"
	case *Time:
		return 1768619811659
	case *json.RawMessage:
		return map[string]any{"n": json.Number("12345678901234567890")}
	}
	switch t.Kind() {
	case reflect.Bool:
		return true
	case reflect.Int64:
		return 7
	case reflect.String:
		return "code"
	case reflect.Pointer:
		return full(t.Elem())
	case reflect.Slice:
		return []any{full(t.Elem()), full(t.Elem())}
	case reflect.Struct:
		m := map[string]any{}
		for i := range t.NumField() {
			f := t.Field(i)
			if tag := f.Tag.Get("json"); tag != "-" {
				m[tag] = full(f.Type)
			}
		}
		return m
	default:
		panic(t.String())
	}
}

// TestEveryTagIsDecoded keeps the fields and the decoders together.
func TestEveryTagIsDecoded(t *testing.T) {
	for _, r := range resources() {
		typ := reflect.TypeOf(r).Elem()
		t.Run(typ.Name(), func(t *testing.T) {
			b, err := json.Marshal(full(typ))
			require.NoError(t, err)
			if _, ok := r.(json.Unmarshaler); ok {
				require.NoError(t, json.Unmarshal(b, r))
			} else {
				require.NoError(t, unmarshal(b, r))
			}
			v := reflect.ValueOf(r).Elem()
			for i := range typ.NumField() {
				f := typ.Field(i)
				if f.Tag.Get("json") == "-" {
					continue
				}
				assert.False(t, v.Field(i).IsZero(), "%s is not decoded", f.Name)
				if f.Type.Kind() == reflect.Slice && f.Type != reflect.TypeFor[json.RawMessage]() {
					assert.Equal(t, 2, v.Field(i).Len(), f.Name)
				}
			}
			if raw := v.FieldByName("Raw"); raw.IsValid() {
				assert.Equal(t, string(b), string(raw.Bytes()), "Raw is byte for byte")
			}
		})
	}
}

// TestNoFieldCostsTheRecord puts every kind of JSON value into every field.
func TestNoFieldCostsTheRecord(t *testing.T) {
	odd := []string{
		`null`, `true`, `false`, `0`, `-1`, `1.5`, `1e400`, `""`, `"x"`, `"true"`, `"17"`, `[]`, `{}`, `[null]`, `[1,"a",{}]`,
		`[[]]`, `{"id":5}`, `"2026-01-02T03:04:05Z"`, `99999999999999999999999`, `"\ud800"`,
	}
	for _, r := range resources() {
		typ := reflect.TypeOf(r).Elem()
		for i := range typ.NumField() {
			tag := typ.Field(i).Tag.Get("json")
			if tag == "-" {
				continue
			}
			for _, v := range odd {
				fresh := reflect.New(typ).Interface().(record)
				b := fmt.Sprintf(`{"unknown":%s,%q:%s,"unknown2":[{}]}`, v, tag, v)
				assert.NoError(t, unmarshal([]byte(b), fresh), "%s %s", typ.Name(), b)
			}
		}
	}
}

func TestUserSurvivesSurprises(t *testing.T) {
	var u User
	require.NoError(t, json.Unmarshal([]byte(`{
		"id": "user_1", "email_addresses": null, "phone_numbers": {"id": "x"}, "passkeys": [null, 3, {"id": "idn_1", "name": null}],
		"banned": "true", "locked": 1, "created_at": "1768619811659", "updated_at": 1768619811659.0,
		"last_sign_in_at": "2026-01-17T03:16:51Z", "lockout_expires_in_seconds": "60", "create_organizations_limit": {},
		"first_name": 5, "last_name": ["x"], "external_accounts": [{"id": "eac_1", "verification": "odd", "provider": null}],
		"public_metadata": {"big": 12345678901234567890, "z": 1, "a": 1.50}, "private_metadata": null, "never_heard_of": {"a": [1, {}]}
	}`), &u))
	assert.Equal(t, ID("user_1"), u.ID)
	assert.NoError(t, u.Broken)
	assert.Empty(t, u.EmailAddresses)
	assert.Empty(t, u.PhoneNumbers)
	require.Len(t, u.Passkeys, 1)
	assert.Equal(t, ID("idn_1"), u.Passkeys[0].ID)
	assert.True(t, u.Banned)
	assert.True(t, u.Locked)
	assert.Equal(t, Time(1768619811659), u.CreatedAt)
	assert.Equal(t, Time(1768619811659), u.UpdatedAt)
	assert.Equal(t, Time(1768619811000), u.LastSignInAt)
	assert.EqualValues(t, 60, *u.LockoutExpiresIn)
	assert.Nil(t, u.CreateOrgsLimit)
	assert.True(t, u.FirstName.Is("5"))
	assert.True(t, u.LastName.Is(`["x"]`))
	require.Len(t, u.ExternalAccounts, 1)
	assert.Nil(t, u.ExternalAccounts[0].Verification)
	assert.Equal(t, `{"big": 12345678901234567890, "z": 1, "a": 1.50}`, string(u.PublicMetadata))
	assert.Equal(t, "null", string(u.PrivateMetadata))
	assert.Nil(t, u.UnsafeMetadata)
}

func TestBrokenUserDoesNotCostThePage(t *testing.T) {
	page := ` [ {"id":"user_1"} , 17, null, {"id":""}, {"id":"a b"}, {"first_name":"no id"}, [ ] ,{"id":"user_2", "x" : "y" }]`
	v, err := parse([]byte(page))
	require.NoError(t, err)
	users, err := decodeUsers(v)
	require.NoError(t, err)
	require.Len(t, users, 8)
	for i, u := range users {
		assert.Equal(t, i != 0 && i != 7, u.Broken != nil, "%d", i)
		assert.Contains(t, page, string(u.Raw))
	}
	assert.True(t, strings.HasSuffix(page, string(users[7].Raw)+"]"), "byte for byte")
	assert.Equal(t, "17", string(users[1].Raw))
}

// TestUsersDoNotKeepThePage checks that a user's memory is its own.
func TestUsersDoNotKeepThePage(t *testing.T) {
	page := benchPage(t, 2)
	v, err := parse(page)
	require.NoError(t, err)
	users, err := decodeUsers(v)
	require.NoError(t, err)
	want := string(users[0].Raw)
	for i := range page {
		page[i] = 'x'
	}
	assert.Equal(t, want, string(users[0].Raw))
	assert.Equal(t, len(users[0].Raw), cap(users[0].Raw))
	assert.True(t, users[0].FirstName.Is("Ada"))
	assert.True(t, users[0].PrimaryEmail().Is("ada@example.com"))
	assert.Contains(t, string(users[0].PublicMetadata), "12345678901234567890")
}

func TestDecodeFullUser(t *testing.T) {
	b, err := os.ReadFile("testdata/user_full.json")
	require.NoError(t, err)
	var u User
	require.NoError(t, json.Unmarshal(b, &u))
	assert.Equal(t, strings.TrimSpace(string(b)), string(u.Raw))
	assert.Equal(t, Deprovisioned, u.State())
	assert.EqualValues(t, 2911, *u.LockoutExpiresIn)
	assert.EqualValues(t, 0, *u.VerificationAttemptsRemaining)
	assert.Equal(t, ID("eac_2NNGoogle1"), u.ExternalAccounts[0].DeleteID())
	assert.Equal(t, []Text{NewText("acme.com"), NewText("acme.org")}, u.EnterpriseAccounts[0].EnterpriseConnection.Domains)
	assert.True(t, u.PhoneNumbers[0].Verification.Channel.Is("sms"))
	assert.Nil(t, u.EnterpriseAccounts[0].SAMLConnection)
}

func TestListsOfBothShapes(t *testing.T) {
	for _, test := range []struct {
		name, body string
		page       Page
		n          int
		total      int64
		err        bool
	}{
		{"array, short", `[{"id":"a"},{"id":"b"}]`, Page{Limit: 5, Offset: 10}, 2, 12, false},
		{"array, full", `[{"id":"a"},{"id":"b"}]`, Page{Limit: 2}, 2, -1, false},
		{"array, default limit", `[{"id":"a"}]`, Page{}, 1, 1, false},
		{"envelope", `{"data":[{"id":"a"}],"total_count":9}`, Page{Limit: 1}, 1, 9, false},
		{"envelope, odd total", `{"data":[{"id":"a"}],"total_count":"9"}`, Page{Limit: 1}, 1, 9, false},
		{"envelope, no total", `{"data":[{"id":"a"}]}`, Page{Limit: 1}, 1, -1, false},
		{"envelope, null data", `{"data":null,"total_count":0}`, Page{}, 0, 0, false},
		{"no list", `{"total_count":0}`, Page{}, 0, 0, true},
		{"string", `"x"`, Page{}, 0, 0, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			v, err := parse([]byte(test.body))
			require.NoError(t, err)
			l, err := decodeList[Session](v, test.page)
			if test.err {
				assert.Error(t, err)
				return
			}
			require.NoError(t, err)
			assert.Len(t, l.Data, test.n)
			assert.NotNil(t, l.Data)
			assert.Equal(t, test.total, l.TotalCount)
		})
	}
}

func TestTextDecoding(t *testing.T) {
	for in, want := range map[string]string{
		`"plain"`: "plain", `""`: "", `null`: "", `7`: "7", `{"a": 1}`: `{"a": 1}`,
		`"\u00e9\n\"\\\/\b\f\r\t"`: "é\n\"\\/\b\f\r\t", `"\ud83d\ude00"`: "😀", `"\ud83d x"`: "\ufffd x",
		`"\ud83d\u0041"`: "\ufffdA", "\"\xff\"": "\xff", `"a\u0000b"`: "a\x00b",
	} {
		var x Text
		require.NoError(t, x.UnmarshalJSON([]byte(in)), in)
		assert.Equal(t, want, x.Unsafe(), in)
	}
	var x Text
	assert.Error(t, x.UnmarshalJSON([]byte(`"open`)))
	assert.Error(t, json.Unmarshal([]byte(`{"id":`), &User{}))
}

func TestDeepNestingIsRefused(t *testing.T) {
	deep := strings.Repeat("[", 100_000) + strings.Repeat("]", 100_000)
	_, err := parse([]byte(deep))
	assert.ErrorIs(t, err, errSyntax)
	_, err = parse([]byte(strings.Repeat(`{"a":`, maxDepth+1)))
	assert.ErrorIs(t, err, errSyntax)
}
