package emulator

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// attributes are the fields that creating and updating a user share.
type attributes struct {
	ExternalID                opt[string]   `json:"external_id"`
	FirstName                 opt[string]   `json:"first_name"`
	LastName                  opt[string]   `json:"last_name"`
	Locale                    opt[string]   `json:"locale"`
	Username                  opt[string]   `json:"username"`
	Password                  opt[string]   `json:"password"`
	PasswordDigest            opt[string]   `json:"password_digest"`
	PasswordHasher            opt[string]   `json:"password_hasher"`
	SkipPasswordChecks        opt[bool]     `json:"skip_password_checks"`
	TOTPSecret                opt[string]   `json:"totp_secret"`
	BackupCodes               opt[[]string] `json:"backup_codes"`
	DeleteSelfEnabled         opt[bool]     `json:"delete_self_enabled"`
	CreateOrganizationEnabled opt[bool]     `json:"create_organization_enabled"`
	CreateOrganizationsLimit  opt[int]      `json:"create_organizations_limit"`
	LegalAcceptedAt           opt[string]   `json:"legal_accepted_at"`
	SkipLegalChecks           opt[bool]     `json:"skip_legal_checks"`
	CreatedAt                 opt[string]   `json:"created_at"`
	BypassClientTrust         opt[bool]     `json:"bypass_client_trust"`
}

// metadataFields are the three metadata objects of a body.
type metadataFields struct {
	PublicMetadata  opt[json.RawMessage] `json:"public_metadata"`
	PrivateMetadata opt[json.RawMessage] `json:"private_metadata"`
	UnsafeMetadata  opt[json.RawMessage] `json:"unsafe_metadata"`
}

// The limits of names, in characters.
const (
	maxNameLength     = 256
	minUsernameLength = 4
	maxUsernameLength = 64
)

//nolint:gochecknoglobals // patterns, compiled when they are first used
var (
	localeForm   = lazy(`^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$`)
	usernameForm = lazy(`^[a-zA-Z0-9_-]+$`)
	hasNonDigit  = lazy(`[^0-9]`)
)

// check validates what needs no look at the other users; identifiers are the
// user's own, for the password policy.
func (a *attributes) check(now time.Time, identifiers []string) []*apiError {
	var errs []*apiError
	add := func(err *apiError) {
		if err != nil {
			errs = append(errs, err)
		}
	}
	for name, v := range map[string]opt[string]{"first_name": a.FirstName, "last_name": a.LastName, "external_id": a.ExternalID} {
		if utf8.RuneCountInString(v.Value) > maxNameLength {
			add(invalid(name, "form_param_max_length_exceeded", name+" should not exceed 256 characters."))
		}
	}
	if a.Locale.Value != "" && !localeForm.MatchString(a.Locale.Value) {
		add(invalid("locale", "form_param_format_invalid", "locale must be a valid BCP-47 language tag."))
	}
	add(checkUsername(a.Username.Value))
	add(a.checkPassword(identifiers))
	if a.TOTPSecret.Value != "" && !validTOTPSecret(a.TOTPSecret.Value) {
		add(invalid("totp_secret", "invalid_totp_secret_code", "The TOTP secret must be a base32 encoded string of at least 16 characters."))
	}
	if slices.Contains(a.BackupCodes.Value, "") {
		add(invalid("backup_codes", "form_param_value_invalid", "backup_codes must not hold an empty code."))
	}
	if a.CreateOrganizationsLimit.Value < 0 {
		add(invalid("create_organizations_limit", "form_param_value_invalid", "create_organizations_limit must be greater than or equal to 0."))
	}
	add(checkPast("legal_accepted_at", a.LegalAcceptedAt, now))
	add(checkPast("created_at", a.CreatedAt, now))
	slices.SortFunc(errs, func(x, y *apiError) int { return strings.Compare(x.param(), y.param()) })
	return errs
}

// param is the parameter that an error is about, or "".
func (e *apiError) param() string {
	name, _ := e.items[0].Meta["param_name"].(string)
	return name
}

func checkUsername(username string) *apiError {
	switch {
	case username == "":
		return nil
	case utf8.RuneCountInString(username) < minUsernameLength || utf8.RuneCountInString(username) > maxUsernameLength:
		return invalid("username", "form_username_invalid_length", "Your username must be between 4 and 64 characters long.")
	case !usernameForm.MatchString(username):
		return invalid("username", "form_username_invalid_character", "Your username can only contain letters, numbers and underscores or hyphens.")
	case !hasNonDigit.MatchString(username):
		return invalid("username", "form_username_needs_non_number_char", "Your username must contain one non-number character.")
	}
	return nil
}

// checkPassword applies the policy to a password, and the forms to a digest.
func (a *attributes) checkPassword(identifiers []string) *apiError {
	password, digest, hasher := a.Password.Value, a.PasswordDigest.Value, a.PasswordHasher.Value
	switch {
	case a.Password.has() && a.PasswordDigest.has():
		return invalid("password_digest", "form_param_value_invalid", "password_digest cannot be used together with password.")
	case digest != "" && hasher == "":
		return missingParam("password_hasher")
	case digest == "" && hasher != "":
		return missingParam("password_digest")
	case hasher != "" && !slices.Contains(passwordHashers(), hasher):
		return invalid("password_hasher", "form_param_value_invalid", "password_hasher must be one of "+strings.Join(passwordHashers(), ", ")+".")
	case digest != "" && !validDigest(hasher, digest):
		return invalid("password_digest", "form_password_digest_invalid_code", "The provided password digest is not valid for "+hasher+".")
	case a.Password.has() && !a.SkipPasswordChecks.Value:
		if flaw := checkPassword(password, append(identifiers, a.Username.Value)); flaw.code != "" {
			return invalid("password", flaw.code, flaw.message)
		}
	case a.Password.has() && password == "":
		return missingParam("password")
	case len(password) > maxPasswordBytes:
		return invalid("password", "form_password_size_in_bytes_exceeded", "Your password has exceeded the maximum number of bytes allowed.")
	}
	return nil
}

// checkPast validates an RFC 3339 time that must not lie ahead.
func checkPast(param string, sent opt[string], now time.Time) *apiError {
	if sent.Value == "" {
		return nil
	}
	at, err := time.Parse(time.RFC3339Nano, sent.Value)
	switch {
	case err != nil:
		return invalid(param, "form_param_invalid_time", param+" must be a valid RFC3339 timestamp, e.g. 2012-10-20T07:15:20.902Z.")
	case at.After(now):
		return invalid(param, "form_disallow_future_date", param+" must not be in the future.")
	}
	return nil
}

// checkMetadataField validates one metadata object of a body on its own.
func checkMetadataField(param string, sent opt[json.RawMessage]) *apiError {
	if !sent.has() {
		return nil
	}
	compact, err := compactMetadata(sent.Value)
	if err != nil {
		return wrongType(param, "object")
	}
	return checkMetadataSize(param, compact)
}

func checkMetadataSize(param string, compact json.RawMessage) *apiError {
	if len(compact) > maxMetadataBytes {
		e := invalid(param, "form_param_exceeds_allowed_size", param+" exceeds the maximum allowed size of 8KB.")
		e.items[0].Message = "exceeds allowed size"
		return e
	}
	return nil
}

func (m *metadataFields) each() []metadataField {
	return []metadataField{
		{"public_metadata", m.PublicMetadata}, {"private_metadata", m.PrivateMetadata}, {"unsafe_metadata", m.UnsafeMetadata},
	}
}

type metadataField struct {
	name string
	sent opt[json.RawMessage]
}

// check validates all three objects.
func (m *metadataFields) check() []*apiError {
	var errs []*apiError
	for _, f := range m.each() {
		if err := checkMetadataField(f.name, f.sent); err != nil {
			errs = append(errs, err)
		}
	}
	return errs
}

// metadataOf is where a user keeps one of the three.
func (u *userRecord) metadataOf(name string) *json.RawMessage {
	switch name {
	case "public_metadata":
		return &u.PublicMetadata
	case "private_metadata":
		return &u.PrivateMetadata
	default:
		return &u.UnsafeMetadata
	}
}

// replaceMetadata stores the objects that were sent, whole; null is stored as
// null.
func (u *userRecord) replaceMetadata(m *metadataFields) {
	for _, f := range m.each() {
		switch {
		case f.sent.has():
			if compact, err := compactMetadata(f.sent.Value); err == nil { // checked before
				*u.metadataOf(f.name) = compact
			}
		case f.sent.Null:
			*u.metadataOf(f.name) = json.RawMessage("null")
		}
	}
}

// identifierExists is the 422 for an identifier that someone else has.
func identifierExists(param, long string) *apiError {
	e := invalid(param, "form_identifier_exists", long)
	e.items[0].Message = long
	return e
}

// checkFree refuses an identifier that another user than self has.
func (s *Server) checkFree(param, value, self string) *apiError {
	if value == "" {
		return nil
	}
	if holder, taken := s.store.holder(param, value); taken && holder != self {
		return identifierExists(param, "That "+strings.ReplaceAll(param, "_", " ")+" is taken. Please try another.")
	}
	return nil
}

// apply writes the shared fields into a record; they were checked before.
func (a *attributes) apply(u *userRecord, now int64) *apiError {
	setText(&u.ExternalID, a.ExternalID)
	setText(&u.FirstName, a.FirstName)
	setText(&u.LastName, a.LastName)
	setText(&u.Locale, a.Locale)
	setText(&u.Username, a.Username)
	if u.Username != nil {
		u.Username = ref(strings.ToLower(*u.Username))
	}
	if err := a.applyPassword(u, now); err != nil {
		return err
	}
	before := u.twoFactorEnabled()
	if a.TOTPSecret.has() {
		u.TOTPSecret = strings.ToUpper(a.TOTPSecret.Value)
	}
	if a.BackupCodes.has() {
		u.BackupCodes = slices.Clone(a.BackupCodes.Value)
	}
	u.noteMFA(before, now)
	if a.DeleteSelfEnabled.has() {
		u.DeleteSelfEnabled = a.DeleteSelfEnabled.Value
	}
	if a.CreateOrganizationEnabled.has() {
		u.CreateOrganizationEnabled = a.CreateOrganizationEnabled.Value
	}
	if a.CreateOrganizationsLimit.Set {
		u.CreateOrganizationsLimit = a.CreateOrganizationsLimit.ptr()
	}
	if a.LegalAcceptedAt.Set {
		u.LegalAcceptedAt = millisOf(a.LegalAcceptedAt)
	}
	if at := millisOf(a.CreatedAt); at != nil {
		u.CreatedAt = *at
	}
	if a.BypassClientTrust.has() {
		u.BypassClientTrust = a.BypassClientTrust.Value
	}
	return nil
}

// applyPassword sets the password or its digest, if one was sent.
func (a *attributes) applyPassword(u *userRecord, now int64) *apiError {
	switch {
	case a.Password.has():
		digest, err := hashPassword(a.Password.Value)
		if err != nil {
			return statusError(http.StatusInternalServerError)
		}
		u.Password = password{Enabled: true, Digest: digest, Hasher: "bcrypt"}
	case a.PasswordDigest.Value != "":
		u.Password = password{Enabled: true, Digest: a.PasswordDigest.Value, Hasher: a.PasswordHasher.Value}
	default:
		return nil
	}
	u.PasswordUpdatedAt, u.ResetPending = &now, false
	return nil
}

// noteMFA keeps the times at which the second factor came and went; before
// says whether there was one.
func (u *userRecord) noteMFA(before bool, now int64) {
	switch after := u.twoFactorEnabled(); {
	case after && !before:
		u.MFAEnabledAt = &now
	case before && !after:
		u.MFADisabledAt = &now
	}
}

// setText writes a nullable text; null and "" clear it.
func setText(field **string, sent opt[string]) {
	if !sent.Set {
		return
	}
	*field = nil
	if sent.Value != "" {
		*field = ref(sent.Value)
	}
}

// millisOf is a checked RFC 3339 time in Unix ms; nil for none.
func millisOf(sent opt[string]) *int64 {
	at, err := time.Parse(time.RFC3339Nano, sent.Value)
	if err != nil {
		return nil
	}
	return ref(at.UnixMilli())
}
