package emulator

import (
	"crypto/md5"  //nolint:gosec // imported digests of old systems, as Clerk takes them
	"crypto/sha1" //nolint:gosec // the same
	"crypto/sha256"
	"crypto/sha512"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"hash"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"
	"golang.org/x/crypto/bcrypt"
	"golang.org/x/crypto/pbkdf2"
)

// Clerk's password policy: at least 8 characters, at most 72 bytes (what
// bcrypt can tell apart), not in a list of leaked passwords, not an identifier.
const (
	minPasswordLength = 8
	maxPasswordBytes  = 72
)

// leakedPasswords stands for the breach lists that Clerk asks.
func leakedPasswords() []string {
	return []string{
		"password", "password1", "password123", "12345678", "123456789", "1234567890", "qwertyuiop", "qwerty123",
		"iloveyou", "11111111", "sunshine", "princess", "football", "letmein1", "baseball", "superman", "trustno1",
		"passw0rd", "p@ssw0rd", "welcome1", "changeme",
	}
}

// passwordFlaw is a broken rule: an error code with its text, or "".
type passwordFlaw struct{ code, message string }

// checkPassword applies the policy; identifiers are the user's own addresses
// and names, which a password must not equal.
func checkPassword(password string, identifiers []string) passwordFlaw {
	lower := strings.ToLower(password)
	matches := func(id string) bool {
		local, _, _ := strings.Cut(strings.ToLower(id), "@")
		return id != "" && (lower == strings.ToLower(id) || lower == local)
	}
	switch {
	case utf8.RuneCountInString(password) < minPasswordLength:
		return passwordFlaw{"form_password_length_too_short", "Passwords must be 8 characters or more."}
	case len(password) > maxPasswordBytes:
		return passwordFlaw{"form_password_size_in_bytes_exceeded", "Your password has exceeded the maximum number of bytes allowed, please shorten it or remove some special characters."}
	case slices.Contains(leakedPasswords(), lower):
		return passwordFlaw{"form_password_pwned", "Password has been found in an online data breach. For account safety, please use a different password."}
	case slices.ContainsFunc(identifiers, matches):
		return passwordFlaw{"form_password_matches_identifier", "Your password cannot match any of your identifiers."}
	}
	return passwordFlaw{}
}

// passwordHashers are the hashers whose digests can be imported.
func passwordHashers() []string {
	return []string{
		"bcrypt", "bcrypt_sha256_django", "bcrypt_peppered", "argon2i", "argon2id", "md5", "md5_salted", "md5_phpass",
		"pbkdf2_sha1", "pbkdf2_sha256", "pbkdf2_sha256_django", "pbkdf2_sha512", "pbkdf2_sha512_hex", "phpass",
		"scrypt_firebase", "scrypt_werkzeug", "sha256", "sha256_salted", "sha512_symfony", "ldap_ssha", "awscognito",
	}
}

// The forms of the digests that are checked; the others are only required not
// to be empty.
//
//nolint:gochecknoglobals // patterns, compiled when they are first used
var (
	bcryptForm       = lazy(`^\$2[abxy]?\$\d{2}\$[./A-Za-z0-9]{53}$`)
	djangoBcryptForm = lazy(`^bcrypt_sha256\$\$2[abxy]?\$\d{2}\$[./A-Za-z0-9]{53}$`)
	argonForm        = lazy(`^\$argon2id?\$v=\d+\$m=\d+,t=\d+,p=\d+\$[A-Za-z0-9+/=]+\$[A-Za-z0-9+/=]+$`)
	md5Form          = lazy(`^[0-9a-fA-F]{32}$`)
	sha256Form       = lazy(`^[0-9a-fA-F]{64}$`)
	pbkdf2Form       = lazy(`^pbkdf2_sha(1|256|512)\$\d+\$[^$]+\$[^$]+$`)
)

// validDigest reports whether a digest can come from its hasher.
func validDigest(hasher, digest string) bool {
	switch hasher {
	case "bcrypt":
		return bcryptForm.MatchString(digest)
	case "bcrypt_sha256_django":
		return djangoBcryptForm.MatchString(digest)
	case "argon2i", "argon2id":
		return argonForm.MatchString(digest) && strings.HasPrefix(digest, "$"+hasher+"$")
	case "md5":
		return md5Form.MatchString(digest)
	case "sha256":
		return sha256Form.MatchString(digest)
	case "pbkdf2_sha1", "pbkdf2_sha256", "pbkdf2_sha512", "pbkdf2_sha256_django":
		return pbkdf2Form.MatchString(digest) && strings.HasPrefix(digest, strings.TrimSuffix(hasher, "_django")+"$")
	}
	return digest != ""
}

// hashPassword makes the digest that is kept of a password set here. The cost
// is the least that bcrypt allows: nothing here is worth an attack.
func hashPassword(password string) (string, error) {
	digest, err := bcrypt.GenerateFromPassword([]byte(password[:min(len(password), maxPasswordBytes)]), bcrypt.MinCost)
	if err != nil {
		return "", fmt.Errorf("hash a password: %w", err)
	}
	return string(digest), nil
}

// passwordMatches checks a password against a digest of one of the hashers
// in common use; digests of the rarer ones match nothing.
func passwordMatches(hasher, digest, password string) bool {
	switch hasher {
	case "", "bcrypt":
		return bcrypt.CompareHashAndPassword([]byte(digest), []byte(password)) == nil
	case "bcrypt_sha256_django":
		sum := sha256.Sum256([]byte(password))
		digest = strings.TrimPrefix(digest, "bcrypt_sha256$")
		return bcrypt.CompareHashAndPassword([]byte(digest), []byte(hex.EncodeToString(sum[:]))) == nil
	case "md5":
		sum := md5.Sum([]byte(password)) //nolint:gosec // see the import
		return equalFold(hex.EncodeToString(sum[:]), digest)
	case "sha256":
		sum := sha256.Sum256([]byte(password))
		return equalFold(hex.EncodeToString(sum[:]), digest)
	case "argon2i", "argon2id":
		return argonMatches(hasher, digest, password)
	case "pbkdf2_sha1":
		return pbkdf2Matches(sha1.New, digest, password)
	case "pbkdf2_sha256", "pbkdf2_sha256_django":
		return pbkdf2Matches(sha256.New, digest, password)
	case "pbkdf2_sha512":
		return pbkdf2Matches(sha512.New, digest, password)
	}
	return false
}

func equalFold(a, b string) bool {
	return subtle.ConstantTimeCompare([]byte(strings.ToLower(a)), []byte(strings.ToLower(b))) == 1
}

// argonMatches reads $argon2id$v=19$m=65536,t=3,p=4$salt$hash.
func argonMatches(hasher, digest, password string) bool {
	parts := strings.Split(digest, "$")
	if len(parts) != 6 {
		return false
	}
	var memory, passes uint32
	var lanes uint8
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &memory, &passes, &lanes); err != nil || passes == 0 || lanes == 0 || memory > 1<<20 {
		return false
	}
	salt, errSalt := decodeBase64(parts[4])
	want, errHash := decodeBase64(parts[5])
	if errSalt != nil || errHash != nil || len(want) == 0 || len(want) > 1<<10 {
		return false
	}
	derive := argon2.IDKey
	if hasher == "argon2i" {
		derive = argon2.Key
	}
	got := derive([]byte(password), salt, passes, memory, lanes, uint32(len(want)))
	return subtle.ConstantTimeCompare(got, want) == 1
}

// pbkdf2Matches reads pbkdf2_sha256$iterations$salt$base64, Django's form.
func pbkdf2Matches(h func() hash.Hash, digest, password string) bool {
	parts := strings.Split(digest, "$")
	if len(parts) != 4 {
		return false
	}
	rounds, err := strconv.Atoi(parts[1])
	want, errHash := decodeBase64(parts[3])
	if err != nil || errHash != nil || rounds < 1 || rounds > 10_000_000 || len(want) == 0 || len(want) > 1<<10 {
		return false
	}
	got := pbkdf2.Key([]byte(password), []byte(parts[2]), rounds, len(want), h)
	return subtle.ConstantTimeCompare(got, want) == 1
}

func decodeBase64(s string) ([]byte, error) {
	raw, err := base64.RawStdEncoding.DecodeString(strings.TrimRight(s, "="))
	if err != nil {
		return nil, fmt.Errorf("decode base64: %w", err)
	}
	return raw, nil
}
