package emulator

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base32"
	"encoding/hex"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/totp"
	"golang.org/x/crypto/bcrypt"
)

// totpDigits is the length of a TOTP code; a code of another length can only
// be a backup code.
const totpDigits = 6

// validTOTPSecret reports whether a secret is the base32 that authenticator
// apps take, of at least 80 bits.
func validTOTPSecret(secret string) bool {
	raw, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(strings.TrimRight(strings.ToUpper(secret), "="))
	return err == nil && len(raw) >= 10
}

// totpMatches checks a code as Clerk does: SHA1, 6 digits, 30 s, one period
// of grace on both sides.
func totpMatches(secret, code string, now time.Time) bool {
	ok, err := totp.ValidateCustom(code, strings.TrimRight(strings.ToUpper(secret), "="), now, totp.ValidateOpts{
		Period: 30, Skew: 1, Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1,
	})
	return err == nil && ok
}

// totpURI is what an authenticator app scans.
func totpURI(issuer, account, secret string) string {
	q := url.Values{
		"secret": {secret}, "issuer": {issuer}, "algorithm": {"SHA1"}, "digits": {"6"}, "period": {"30"},
	}
	u := url.URL{Scheme: "otpauth", Host: "totp", Path: "/" + issuer + ":" + account, RawQuery: q.Encode()}
	return u.String()
}

// findBackupCode gives the place of code among codes, which are plain or
// bcrypt digests, or -1.
func findBackupCode(codes []string, code string) int {
	for i, kept := range codes {
		if strings.HasPrefix(kept, "$2") {
			if bcrypt.CompareHashAndPassword([]byte(kept), []byte(code)) == nil {
				return i
			}
			continue
		}
		if subtle.ConstantTimeCompare([]byte(strings.ToLower(kept)), []byte(strings.ToLower(code))) == 1 {
			return i
		}
	}
	return -1
}

// secretFrom derives a TOTP secret of 20 bytes: equal requests in an equal
// order get equal secrets, which is what a demo needs and nothing else should do.
func secretFrom(seed uint64, id string) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%d/%s", seed, id))
	return base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(sum[:20])
}

// newBackupCodes is how many backup codes a user gets.
const newBackupCodes = 10

// backupCodesFrom derives a set of backup codes.
func backupCodesFrom(id string) []string {
	codes := make([]string, 0, newBackupCodes)
	for i := range newBackupCodes {
		sum := sha256.Sum256(fmt.Appendf(nil, "%s#%d", id, i))
		codes = append(codes, hex.EncodeToString(sum[:4]))
	}
	return codes
}
