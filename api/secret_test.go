package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestParseKey(t *testing.T) {
	for _, test := range []struct {
		in   string
		env  Environment
		says string
	}{
		{testKey, Development, ""},
		{" \n" + testKey + "\r\n", Development, ""},
		{"sk_live_0123456789abcdefghijklmnop", Production, ""},
		{"", "", "empty"},
		{"  ", "", "empty"},
		{"pk_test_0123456789", "", "publishable"},
		{"pk_live_0123456789", "", "publishable"},
		{"ak_0123456789", "", "machine key"},
		{"sk_", "", "truncated"},
		{"sk_te", "", "truncated"},
		{"sk_test_", "", "truncated"},
		{"sk_live_abc", "", "truncated"},
		{"sk_test_abcdef…", "", "masked"},
		{"sk_live_****************", "", "masked"},
		{"sk_live_abcdef...wxyz", "", "masked"},
		{"sk_test_01234 56789abc", "", "malformed"},
		{"sk_test_0123456789\"", "", "malformed"},
		{"sk_test_0123456789\x1b[31m", "", "malformed"},
		{"secret", "", "malformed"},
		{"sk_test_" + strings.Repeat("a", 600), "", "too long"},
	} {
		k, err := ParseKey(test.in)
		if test.says == "" {
			require.NoError(t, err)
			assert.Equal(t, test.env, k.Environment())
			assert.Equal(t, strings.TrimSpace(test.in), k.secret())
			continue
		}
		require.Error(t, err, test.in)
		assert.Contains(t, err.Error(), test.says)
		assert.True(t, k.IsZero())
		if len(strings.TrimSpace(test.in)) > 10 {
			assert.NotContains(t, err.Error(), test.in)
		}
	}
}

// printed is v in every form that a program prints things in.
func printed(t *testing.T, v any) string {
	t.Helper()
	var b bytes.Buffer
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%T", "%10v", "%t"} {
		fmt.Fprintf(&b, verb+"\n", v)
		fmt.Fprintf(&b, verb+"\n", struct {
			Shown  any
			hidden any
		}{v, v})
		fmt.Fprintf(&b, verb+"\n", []any{v, &v})
	}
	for _, h := range []slog.Handler{slog.NewTextHandler(&b, nil), slog.NewJSONHandler(&b, nil)} {
		slog.New(h).Info("log", "v", v, slog.Group("g", "v", v))
	}
	j, err := json.Marshal(map[string]any{"v": v})
	if err == nil {
		b.Write(j)
	}
	// testify's printer walks through unexported fields.
	assert.Equal(&recorder{&b}, struct{}{}, v)
	return b.String()
}

type recorder struct{ b *bytes.Buffer }

func (r *recorder) Errorf(format string, args ...any) { fmt.Fprintf(r.b, format, args...) }

func assertHidden(t *testing.T, secret, text string) {
	t.Helper()
	for _, form := range []string{secret, fmt.Sprintf("%x", secret), fmt.Sprintf("%X", secret), fmt.Sprintf("%v", []byte(secret))} {
		if strings.Contains(text, form) {
			t.Errorf("%q is shown in %q", secret, text)
		}
	}
}

func TestTheKeyIsNeverShown(t *testing.T) {
	key, err := ParseKey(testKey)
	require.NoError(t, err)
	assertHidden(t, testKey, printed(t, key))
	assertHidden(t, testKey, printed(t, &key))
	assert.Equal(t, "sk_test_[redacted]", fmt.Sprint(key))
	assert.Equal(t, "[redacted]", fmt.Sprint(Key{}))

	seen := &events{}
	echo := newServer(t, func(_ int, s sent) answer {
		return answer{status: 418, body: s.header.Get("Authorization") + errorBody("x", s.header.Get("Authorization"), "")}
	})
	c := newClient(t, echo, WithObserver(seen.add))
	assertHidden(t, testKey, printed(t, c))
	assertHidden(t, testKey, printed(t, *c.Users))

	_, err = c.Users.Ban(t.Context(), "user_1")
	e := asError(t, err)
	assertHidden(t, testKey, printed(t, err))
	assertHidden(t, testKey, e.Body.Unsafe())
	for _, ev := range seen.all {
		assertHidden(t, testKey, printed(t, ev))
	}

	echo.reply = func(_ int, s sent) answer {
		return answer{status: 401, body: errorBody("x", s.header.Get("Authorization"), s.header.Get("Authorization"))}
	}
	_, err = c.Users.Get(t.Context(), "user_1")
	e = asError(t, err)
	assertHidden(t, testKey, e.Message().Unsafe())
	assertHidden(t, testKey, string(e.Items[0].Meta))
	assertHidden(t, testKey, e.Items[0].ParamName.Unsafe())

	leaky := roundTrip(func(r *http.Request) (*http.Response, error) {
		return nil, errors.New("cannot send " + r.Header.Get("Authorization"))
	})
	_, err = newClient(t, echo, WithTransport(leaky)).Users.Ban(t.Context(), "user_1")
	require.Error(t, err)
	assertHidden(t, testKey, printed(t, err))
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func TestSecretsAreNeverShown(t *testing.T) {
	const word = "correct horse battery"
	s := NewSecret(word)
	assertHidden(t, word, printed(t, s))
	assertHidden(t, word, printed(t, &s))
	assertHidden(t, word, printed(t, CreateUserParams{Password: s, BackupCodes: []Secret{s}}))
	assertHidden(t, word, printed(t, &TOTP{Secret: s, URI: s, BackupCodes: []Secret{s}}))
	assert.True(t, s.Reveal().Is(word))
	assert.Equal(t, len(word), s.Len())
	assert.True(t, Secret{}.Empty())
	assert.True(t, NewSecret("").Empty())
	assert.Empty(t, fmt.Sprint(Secret{}))

	var token OAuthAccessToken
	require.NoError(t, json.Unmarshal([]byte(`{"token":"`+word+`","token_secret":5,"expires_at":1700000000}`), &token))
	assertHidden(t, word, printed(t, token))
	assert.True(t, token.Token.Reveal().Is(word))
	assert.True(t, token.TokenSecret.Empty())
	token.normalize()
	assert.Equal(t, Time(1700000000000), token.ExpiresAt)
	token.normalize()
	assert.Equal(t, Time(1700000000000), token.ExpiresAt)
}
