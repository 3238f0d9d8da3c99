package api

import (
	"bytes"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// onlyReader hides that it could be rewound.
type onlyReader struct{ io.Reader }

func TestProfileImage(t *testing.T) {
	picture := bytes.Repeat([]byte("picture "), 10_000)
	for _, test := range []struct {
		name     string
		file     io.Reader
		chunked  bool
		attempts int
	}{
		{"a file", bytes.NewReader(picture), false, 2},
		{"a pipe", onlyReader{bytes.NewReader(picture)}, true, 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := newServer(t, sequence(answer{status: 429}, answer{body: `{"id":"user_1"}`}))
			u, err := newClient(t, s).Users.SetProfileImage(t.Context(), "user_1", `C:\pictures/me "1".png`, test.file)
			got := s.requests()
			require.Len(t, got, test.attempts)
			if test.attempts == 1 {
				e := asError(t, err)
				assert.True(t, e.IsRateLimited(), "what cannot be rewound is not sent again")
			} else {
				require.NoError(t, err)
				assert.Equal(t, ID("user_1"), u.ID)
			}
			for _, r := range got {
				kind, params, err := mime.ParseMediaType(r.header.Get("Content-Type"))
				require.NoError(t, err)
				assert.Equal(t, "multipart/form-data", kind)
				assert.Equal(t, test.chunked, r.header.Get("Content-Length") == "")
				form := multipart.NewReader(bytes.NewReader(r.body), params["boundary"])
				part, err := form.NextPart()
				require.NoError(t, err)
				assert.Equal(t, "file", part.FormName())
				assert.Equal(t, `me "1".png`, part.FileName())
				body, err := io.ReadAll(part)
				require.NoError(t, err)
				assert.Equal(t, picture, body)
				_, err = form.NextPart()
				assert.ErrorIs(t, err, io.EOF)
			}
		})
	}
}

func TestProfileImageLimits(t *testing.T) {
	s := newServer(t, always(answer{body: `{"id":"user_1"}`}))
	c := newClient(t, s)
	var v *ValidationError
	_, err := c.Users.SetProfileImage(t.Context(), "user_1", "big.png", bytes.NewReader(make([]byte, MaxImageSize+1)))
	require.ErrorAs(t, err, &v)
	assert.Equal(t, "file", v.Field)
	_, err = c.Users.SetProfileImage(t.Context(), "user_1", "", strings.NewReader("x"))
	require.ErrorAs(t, err, &v)
	_, err = c.Users.SetProfileImage(t.Context(), "user_1", "x.png", nil)
	require.ErrorAs(t, err, &v)
	assert.Empty(t, s.requests())

	_, err = c.Users.SetProfileImage(t.Context(), "user_1", "big.png", onlyReader{bytes.NewReader(make([]byte, MaxImageSize+1))})
	e := asError(t, err)
	assert.ErrorIs(t, err, errImageTooLarge)
	assert.Equal(t, NotExecuted, e.Executed, "no server takes half a form")

	broken := errors.New("disk on fire")
	_, err = c.Users.SetProfileImage(t.Context(), "user_1", "x.png", io.MultiReader(strings.NewReader("x"), errReader{broken}))
	assert.ErrorIs(t, err, broken)
	assert.Equal(t, NotExecuted, asError(t, err).Executed)
}

func TestUploadLetsGoOfTheFile(t *testing.T) {
	u, err := newUpload("x", strings.NewReader("content"))
	require.NoError(t, err)
	body, err := u.open()
	require.NoError(t, err)
	u.letGo()
	_, err = io.ReadAll(body)
	assert.ErrorIs(t, err, errLetGo)
	again, err := u.open()
	require.NoError(t, err)
	all, err := io.ReadAll(again)
	require.NoError(t, err)
	assert.Len(t, all, int(u.length()))
}

func TestWrongSecretsAreAnswers(t *testing.T) {
	for _, test := range []struct {
		name, code string
		status     int
		fails      bool
	}{
		{"wrong password", codeIncorrectPassword, 422, false},
		{"wrong code", codeIncorrectTOTP, 422, false},
		{"code of a wrong length", codeTOTPLength, 422, false},
		{"no password", "no_password_set", 400, true},
		{"other 422", "form_param_missing", 422, true},
		{"the code with another status", codeIncorrectPassword, 400, true},
	} {
		c := newClient(t, newServer(t, always(answer{status: test.status, body: errorBody(test.code, "x", "")})))
		ok, err := c.Users.VerifyPassword(t.Context(), "user_1", NewSecret("x"))
		v, err2 := c.Users.VerifyTOTP(t.Context(), "user_1", NewSecret("123456"))
		assert.False(t, ok)
		assert.False(t, v.Verified)
		password := !test.fails && test.code == codeIncorrectPassword
		assert.Equal(t, password, err == nil, test.name)
		assert.Equal(t, !test.fails && !password, err2 == nil, test.name)
	}
	c := newClient(t, newServer(t, always(answer{body: `{"verified":true,"code_type":"backup_code"}`})))
	v, err := c.Users.VerifyTOTP(t.Context(), "user_1", NewSecret("backup-code-1"))
	require.NoError(t, err)
	assert.True(t, v.Verified)
	assert.True(t, v.CodeType.Is("backup_code"))
	ok, err := c.Users.VerifyPassword(t.Context(), "user_1", NewSecret("x"))
	require.NoError(t, err)
	assert.True(t, ok)
}

func TestEnrollTOTP(t *testing.T) {
	s := newServer(t, always(answer{body: `{"id":"user_1","totp_enabled":true}`}))
	totp, err := newClient(t, s).Users.EnrollTOTP(t.Context(), "user_1", "Acme: Café", "ada+x@example.com")
	require.NoError(t, err)
	const secret = "A4DQOBYHA4DQOBYHA4DQOBYHA4DQOBYH" // 20 bytes of 7
	assert.True(t, totp.Secret.Reveal().Is(secret))
	assert.Equal(t, TOTPViaUpdate, totp.Via)
	assert.True(t, totp.User.TOTPEnabled)
	got := s.only(t)
	assert.Equal(t, "PATCH", got.method)
	assert.JSONEq(t, `{"totp_secret":"`+secret+`"}`, string(got.body))

	u, err := url.Parse(totp.URI.Reveal().Unsafe())
	require.NoError(t, err)
	assert.Equal(t, "otpauth", u.Scheme)
	assert.Equal(t, "totp", u.Host)
	assert.Equal(t, "/Acme  Café:ada+x@example.com", u.Path)
	assert.Equal(t, url.Values{
		"secret": {secret}, "issuer": {"Acme: Café"}, "algorithm": {"SHA1"}, "digits": {"6"}, "period": {"30"},
	}, u.Query())
	assert.NotContains(t, u.RawQuery, "+")

	s = newServer(t, always(answer{body: fixture(t, "TOTP")}))
	totp, err = newClient(t, s).Users.CreateTOTP(t.Context(), "user_1")
	require.NoError(t, err)
	assert.Equal(t, TOTPViaEndpoint, totp.Via)
	assert.Equal(t, "POST", s.only(t).method)
	assert.Empty(t, s.only(t).body)

	_, err = newClient(t, s, WithRandom(strings.NewReader("short"))).Users.EnrollTOTP(t.Context(), "user_1", "i", "a")
	assert.ErrorIs(t, err, io.ErrUnexpectedEOF)
	assert.Len(t, s.requests(), 1)
}

func TestProviderPrefix(t *testing.T) {
	s := newServer(t, always(answer{body: `{"data":[],"total_count":0}`}))
	c := newClient(t, s)
	for _, p := range []string{"google", "oauth_google", "custom_x"} {
		l, err := c.Users.OAuthAccessTokens(t.Context(), "user_1", p, Page{})
		require.NoError(t, err)
		assert.Empty(t, l)
	}
	got := s.requests()
	assert.Equal(t, "/users/user_1/oauth_access_tokens/oauth_google", got[0].path)
	assert.Equal(t, got[0].path, got[1].path)
	assert.Equal(t, "/users/user_1/oauth_access_tokens/oauth_custom_x", got[2].path)
}

func TestUserNames(t *testing.T) {
	email := func(id, v string) EmailAddress { return EmailAddress{ID: ID(id), EmailAddress: NewText(v)} }
	phone := PhoneNumber{ID: "p", PhoneNumber: NewText("+1")}
	for _, test := range []struct {
		name                 string
		user                 User
		display, id, primary string
	}{
		{"both names", User{FirstName: NewText("Ada "), LastName: NewText("Lind"), EmailAddresses: []EmailAddress{email("a", "a@b.co")}}, "Ada Lind", "a@b.co", "a@b.co"},
		{"first name", User{FirstName: NewText("Ada"), ID: "u"}, "Ada", "u", ""},
		{"last name", User{LastName: NewText("Lind"), ID: "u"}, "Lind", "u", ""},
		{"username", User{FirstName: NewText(" "), Username: NewText("ada"), EmailAddresses: []EmailAddress{email("a", "a@b.co")}}, "ada", "a@b.co", "a@b.co"},
		{"primary e-mail", User{PrimaryEmailID: "b", EmailAddresses: []EmailAddress{email("a", "a@b.co"), email("b", "b@b.co")}}, "b@b.co", "b@b.co", "b@b.co"},
		{"lost primary", User{PrimaryEmailID: "x", EmailAddresses: []EmailAddress{email("a", "a@b.co")}}, "a@b.co", "a@b.co", "a@b.co"},
		{"phone", User{PhoneNumbers: []PhoneNumber{phone}, Username: NewText("")}, "+1", "+1", ""},
		{"wallet", User{Web3Wallets: []Web3Wallet{{ID: "w", Web3Wallet: NewText("0x1")}}, ID: "u"}, "0x1", "0x1", ""},
		{"external account", User{ExternalAccounts: []ExternalAccount{{}, {EmailAddress: NewText("g@b.co")}}, ID: "u"}, "g@b.co", "g@b.co", ""},
		{"enterprise account", User{EnterpriseAccounts: []EnterpriseAccount{{EmailAddress: NewText("e@b.co")}}, ID: "u"}, "e@b.co", "e@b.co", ""},
		{"nothing", User{ID: "user_1"}, "user_1", "user_1", ""},
	} {
		assert.True(t, test.user.DisplayName().Is(test.display), "%s: %s", test.name, test.user.DisplayName())
		assert.True(t, test.user.Identifier().Is(test.id), "%s: %s", test.name, test.user.Identifier())
		assert.True(t, test.user.PrimaryEmail().Is(test.primary), test.name)
	}
	u := User{PrimaryPhoneID: "q", PhoneNumbers: []PhoneNumber{phone, {ID: "q", PhoneNumber: NewText("+2")}}}
	assert.True(t, u.PrimaryPhone().Is("+2"))
	u = User{PrimaryWeb3WalletID: "q", Web3Wallets: []Web3Wallet{{ID: "w"}, {ID: "q", Web3Wallet: NewText("0x2")}}}
	assert.True(t, u.PrimaryWallet().Is("0x2"))
}

func TestUserState(t *testing.T) {
	for _, test := range []struct {
		user User
		want UserState
		word string
	}{
		{User{}, Active, "active"},
		{User{Locked: true}, Locked, "locked"},
		{User{Locked: true, Banned: true}, Banned, "banned"},
		{User{Locked: true, Banned: true, Deprovisioned: true}, Deprovisioned, "deprovisioned"},
	} {
		assert.Equal(t, test.want, test.user.State())
		assert.Equal(t, test.word, test.user.State().String())
	}
}

func TestOptionalFields(t *testing.T) {
	var o Optional[string]
	assert.True(t, o.IsAbsent())
	assert.False(t, o.IsNull())
	o = Null[string]()
	assert.True(t, o.IsNull())
	o = Set("x")
	v, ok := o.Get()
	assert.True(t, ok)
	assert.Equal(t, "x", v)
	s := newServer(t, always(answer{body: `{"id":"user_1"}`}))
	_, err := newClient(t, s).Users.Update(t.Context(), "user_1", UpdateUserParams{})
	require.NoError(t, err)
	assert.JSONEq(t, `{}`, string(s.only(t).body), "nothing that was not asked for is changed")
}
