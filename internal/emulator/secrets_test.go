package emulator

import (
	"encoding/base64"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/crypto/argon2"
	"golang.org/x/crypto/bcrypt"
)

func TestCheckPassword(t *testing.T) {
	t.Parallel()
	ids := []string{"alice.longname@x.io", "", "alicewonder"}
	for password, code := range map[string]string{
		"short":                 "form_password_length_too_short",
		"öööööö":                "form_password_length_too_short",
		strings.Repeat("é", 37): "form_password_size_in_bytes_exceeded",
		"Password123":           "form_password_pwned",
		"AliceWonder":           "form_password_matches_identifier",
		"alice.longname@x.io":   "form_password_matches_identifier",
		"alice.longname":        "form_password_matches_identifier",
		"Tr0ub4dor&3x":          "",
		"éééééééé":              "",
	} {
		assert.Equal(t, code, checkPassword(password, ids).code, password)
	}
}

func TestPasswordMatches(t *testing.T) {
	t.Parallel()
	own, err := hashPassword("Tr0ub4dor&3x")
	require.NoError(t, err)
	assert.True(t, validDigest("bcrypt", own))
	assert.True(t, passwordMatches("bcrypt", own, "Tr0ub4dor&3x"))
	assert.False(t, passwordMatches("bcrypt", own, "Tr0ub4dor&3y"))

	for hasher, digest := range map[string]string{
		"md5":                  "5F4DCC3B5AA765D61D8327DEB882CF99",
		"sha256":               "5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8",
		"pbkdf2_sha1":          "pbkdf2_sha1$1000$salt$boi+i61+rp2eEKoGEiQDT+1I0D8=",
		"pbkdf2_sha256_django": "pbkdf2_sha256$1000$salt$YywoEuRtRgQQK6dhjp1tfS+BKPYma0oDJk0qBGC33LM=",
		"pbkdf2_sha512":        "pbkdf2_sha512$1000$salt$r+bFUweFtsxrHGRTOEcxvV7kMu5Un9QvtmlXea2KHFv1neacSPd078QAfVKY+QM8AkHVq2kwXntk7O642DTP7A==",
		"argon2id":             argonDigest("password"),
	} {
		require.True(t, validDigest(hasher, digest), hasher)
		assert.True(t, passwordMatches(hasher, digest, "password"), hasher)
		assert.False(t, passwordMatches(hasher, digest, "passwore"), hasher)
		assert.False(t, passwordMatches(hasher, "garbage", "password"), hasher)
	}
	assert.False(t, passwordMatches("phpass", "$P$B12345678", "password"), "a hasher that is stored only")
	for hasher, bad := range map[string]string{"bcrypt": "$2y$10$short", "md5": "zz", "argon2id": "$argon2id$", "phpass": ""} {
		assert.False(t, validDigest(hasher, bad), hasher)
	}
	assert.False(t, passwordMatches("argon2id", "$argon2id$v=19$m=64,t=0,p=1$c2FsdHNhbHQ$AAAA", "x"), "no passes")
}

func TestTOTP(t *testing.T) {
	t.Parallel()
	const secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
	now := time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC)
	code, err := totp.GenerateCode(secret, now)
	require.NoError(t, err)
	assert.True(t, totpMatches(secret, code, now))
	assert.True(t, totpMatches(secret, code, now.Add(30*time.Second)), "one period of grace")
	assert.False(t, totpMatches(secret, code, now.Add(5*time.Minute)))
	assert.False(t, totpMatches(secret, "12345", now))
	assert.True(t, validTOTPSecret(secret))
	for _, bad := range []string{"", "JBSW", "0189-not-base32!!"} {
		assert.False(t, validTOTPSecret(bad), bad)
	}
	assert.Equal(t, "otpauth://totp/Acme%20Dev:a@x.io?algorithm=SHA1&digits=6&issuer=Acme+Dev&period=30&secret=ABC", totpURI("Acme Dev", "a@x.io", "ABC"))
}

func TestFindBackupCode(t *testing.T) {
	t.Parallel()
	digest, err := bcrypt.GenerateFromPassword([]byte("hidden77"), bcrypt.MinCost)
	require.NoError(t, err)
	codes := []string{"abcd1234", string(digest)}
	assert.Equal(t, 0, findBackupCode(codes, "ABCD1234"))
	assert.Equal(t, 1, findBackupCode(codes, "hidden77"))
	assert.Equal(t, -1, findBackupCode(codes, string(digest)), "a digest is not its own code")
}

// argonDigest writes the form in which the argon2 tools print a digest.
func argonDigest(password string) string {
	salt := []byte("saltsalt")
	key := argon2.IDKey([]byte(password), salt, 1, 64, 1, 32)
	enc := base64.RawStdEncoding
	return "$argon2id$v=19$m=64,t=1,p=1$" + enc.EncodeToString(salt) + "$" + enc.EncodeToString(key)
}
