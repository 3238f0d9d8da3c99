package errtext_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"usher/api"
	"usher/ui/errtext"
)

// answer is an error of the API with one entry.
func answer(status int, code, message, param string, meta string) *api.Error {
	return &api.Error{
		Op: "BanUser", Method: http.MethodPost, Path: "/users/user_1/ban", Status: status, TraceID: "trace1",
		Items: []api.ErrorItem{{
			Code: code, Message: api.NewText("short"), LongMessage: api.NewText(message),
			ParamName: api.NewText(param), Meta: json.RawMessage(meta),
		}},
	}
}

// codes is the table of the API's errors: status, codes, what they come to.
var codes = []struct {
	status int
	codes  string
	kind   errtext.Kind
	do     string // part of what to do
}{
	{400, "api_version_invalid", errtext.Bug, "report"},
	{400, "bad_request malformed_request_parameters missing_query_parameter", errtext.Bug, "report"},
	{400, "request_body_invalid", errtext.Invalid, "JPEG"},
	{400, "bulk_size_exceeded", errtext.Invalid, "Split"},
	{400, "no_password_set totp_disabled", errtext.Invalid, "et "},
	{400, "identification_deletion_failed last_required_identification_deletion_failed", errtext.Conflict, "another one first"},
	{400, "delete_linked_identification_disallowed", errtext.Conflict, "connected account first"},
	{400, "already_a_member_in_organization", errtext.Conflict, "Refresh"},
	{400, "organization_minimum_permissions_needed", errtext.Conflict, "another member"},
	{400, "duplicate_record", errtext.Conflict, "Look for"},
	{400, "invitation_already_accepted invitation_already_revoked", errtext.Conflict, "Refresh"},
	{400, "actor_token_cannot_be_revoked_code sign_in_token_cannot_be_revoked_code", errtext.Conflict, "Refresh"},
	{400, "request_invalid_for_environment request_invalid_for_instance", errtext.Forbidden, "settings"},
	{400, "oauth_token_retrieval_error external_account_missing_refresh_token", errtext.Conflict, "connect the account again"},
	{400, "oauth_unsupported_provider", errtext.Forbidden, "settings"},
	{400, "deprovisioned", errtext.Conflict, "directory"},
	{400, "verification_already_verified", errtext.Conflict, "Refresh"},
	{401, "clerk_key_invalid", errtext.Unauthorized, "secret key"},
	{401, "authorization_header_format_invalid authentication_invalid could_not_authenticate_request", errtext.Unauthorized, "secret key"},
	{402, "unsupported_subscription_plan_features", errtext.PlanLacks, "higher plan"},
	{403, "unsupported_subscription_plan_features", errtext.PlanLacks, "higher plan"},
	{402, "insufficient_seats", errtext.PlanLacks, "higher plan"},
	{403, "authorization_invalid authorization_missing_scopes", errtext.Forbidden, "Use a key"},
	{403, "feature_not_enabled", errtext.Forbidden, "settings of the instance"},
	{403, "password_disabled billing_not_enabled organization_not_enabled_in_instance", errtext.Forbidden, "settings"},
	{403, "not_allowed_access user_deactivated action_blocked", errtext.Forbidden, "restrictions"},
	{403, "user_banned", errtext.Forbidden, "Unban"},
	{403, "user_quota_exceeded organization_membership_quota_exceeded quota_exceeded", errtext.PlanLacks, "raise the limit"},
	{404, "resource_not_found", errtext.NotFound, "deleted"},
	{404, "external_account_not_found image_not_found passkey_not_registered", errtext.NotFound, "Refresh"},
	{404, "organization_invitation_not_pending", errtext.Conflict, "Refresh"},
	{404, "payer_not_found subscription_not_found", errtext.NotFound, "Refresh"},
	{404, "oauth_token_provider_not_enabled", errtext.Forbidden, "settings"},
	{409, "resource_locked conflict", errtext.Conflict, "Retry"},
	{409, "user_managed_by_scim attribute_managed_by_scim organization_membership_managed_by_scim", errtext.Conflict, "directory"},
	{410, "operation_deprecated", errtext.Bug, "report"},
	{413, "request_body_too_large image_too_large", errtext.Invalid, "smaller"},
	{415, "unsupported_content_type", errtext.Bug, "report"},
	{422, "form_param_unknown", errtext.Bug, "report"},
	{422, "form_param_missing form_param_nil form_data_missing", errtext.Invalid, "Correct"},
	{
		422, "form_param_format_invalid form_param_value_invalid form_param_type_invalid form_param_invalid_time " +
			"form_param_invalid_date form_disallow_future_date form_param_max_length_exceeded form_param_array_length_mismatch " +
			"form_param_array_size_exceeded form_param_duplicate form_something_new", errtext.Invalid, "Correct",
	},
	{422, "form_identifier_exists", errtext.Invalid, "who has it"},
	{422, "form_param_exceeds_allowed_size", errtext.Invalid, "8 KB"},
	{422, "form_resource_not_found form_verification_needed", errtext.Invalid, "Refresh"},
	{
		422, "form_password_pwned form_password_length_too_short form_password_not_strong_enough " +
			"form_password_matches_identifier form_password_size_in_bytes_exceeded form_password_new_rule", errtext.Invalid, "another password",
	},
	{422, "form_password_digest_invalid_code", errtext.Invalid, "Correct"},
	{
		422, "form_username_invalid_length form_username_invalid_character form_username_needs_non_number_char",
		errtext.Invalid, "Correct",
	},
	{422, "incorrect_password", errtext.Invalid, "Try again"},
	{422, "totp_incorrect_code totp_invalid_length", errtext.Invalid, "shown now"},
	{422, "invalid_totp_secret_code", errtext.Invalid, "Correct"},
	{422, "oauth_missing_refresh_token oauth_missing_access_token", errtext.Conflict, "connect the account again"},
	{422, "impersonation_limit_exceeded", errtext.PlanLacks, "raise the limit"},
	{422, "exclusive_organization_membership personal_accounts_not_allowed", errtext.Conflict, "administrator"},
	{429, "too_many_requests verification_code_too_many_requests", errtext.RateLimited, "Wait"},
	{500, "internal_clerk_error", errtext.Server, "trace id"},
	{503, "service_unavailable", errtext.Server, "Retry"},
	{504, "gateway_timeout", errtext.Server, "Retry"},
	// Nothing is known of the code: the status speaks.
	{400, "tomorrow", errtext.Invalid, "Correct"},
	{401, "tomorrow", errtext.Unauthorized, "secret key"},
	{402, "tomorrow", errtext.PlanLacks, "higher plan"},
	{403, "tomorrow", errtext.Forbidden, "settings"},
	{404, "tomorrow", errtext.NotFound, "Refresh"},
	{405, "tomorrow", errtext.Bug, "report"},
	{409, "tomorrow", errtext.Conflict, "Refresh"},
	{410, "tomorrow", errtext.NotFound, "Refresh"},
	{413, "tomorrow", errtext.Invalid, "smaller"},
	{415, "tomorrow", errtext.Bug, "report"},
	{422, "tomorrow", errtext.Invalid, "Correct"},
	{429, "tomorrow", errtext.RateLimited, "Wait"},
	{500, "tomorrow", errtext.Server, "Retry"},
}

func TestEveryCode(t *testing.T) {
	for _, c := range codes {
		for _, code := range strings.Fields(c.codes) {
			t.Run(fmt.Sprint(c.status, " ", code), func(t *testing.T) {
				n := errtext.Explain(fmt.Errorf("ban: %w", answer(c.status, code, "The server's own words", "", "")))
				assert.Equal(t, c.kind, n.Kind)
				assert.Contains(t, n.Do, c.do)
				assert.NotEmpty(t, c.do, "each says what to do")
				assert.Regexp(t, `^[A-Z].*\.$`, n.Do)
				assert.NotEmpty(t, n.Title)
				assert.NotRegexp(t, `\.$`, n.Title)
				assert.Regexp(t, `\.$`, n.What)
				assert.Equal(t, code, n.Code)
				assert.Equal(t, "trace1", n.TraceID)
				assert.False(t, n.Silent)
				if n.Kind == errtext.Invalid {
					assert.Equal(t, "The server's own words.", n.What, "the server knows what is wrong with a value")
				}
			})
		}
	}
}

// TestEveryCodeOfTheContract reads the codes of the API's description, so that
// none is forgotten here.
func TestEveryCodeOfTheContract(t *testing.T) {
	doc, err := os.ReadFile("../../../shared/clerk/API.md")
	if err != nil {
		t.Skip("the description of the API is not here: ", err)
	}
	known := map[string]bool{}
	for _, c := range codes {
		for _, code := range strings.Fields(c.codes) {
			known[fmt.Sprint(c.status, code)] = true
		}
	}
	_, section, _ := strings.Cut(string(doc), "| HTTP | code [C] |")
	section, _, found := strings.Cut(section, "\n\n")
	require.True(t, found)
	n := 0
	for line := range strings.Lines(section) {
		cells := strings.Split(line, "|")
		if len(cells) < 4 {
			continue
		}
		statuses := regexp.MustCompile(`\d+`).FindAllString(cells[1], -1)
		for i, m := range regexp.MustCompile("`([a-z_]+)`").FindAllStringSubmatch(cells[2], -1) {
			status := statuses[min(i, len(statuses)-1)]
			assert.True(t, known[status+m[1]], "%s %s is not in the table", status, m[1])
			n++
		}
	}
	assert.Greater(t, n, 70)
}

func TestPlanNamesTheFeatures(t *testing.T) {
	n := errtext.Explain(answer(402, "unsupported_subscription_plan_features", "Unsupported", "", `{"unsupported_features":["ban_user","x\u001b[1m"]}`))
	assert.Contains(t, n.What, "does not include this")
	assert.Contains(t, n.What, "ban_user")
	assert.NotContains(t, n.What, "\x1b")
	n = errtext.Explain(answer(402, "unsupported_subscription_plan_features", "Unsupported", "", `{"unsupported_features":"ban_user"}`))
	assert.Contains(t, n.What, "ban_user")
	for _, odd := range []string{``, `null`, `[]`, `{"unsupported_features":null}`, `{"unsupported_features":[]}`, `{"unsupported_features":7}`} {
		assert.NotPanics(t, func() { errtext.Explain(answer(402, "unsupported_subscription_plan_features", "", "", odd)) })
	}
}

func TestScopesAreNamed(t *testing.T) {
	n := errtext.Explain(answer(403, "authorization_missing_scopes", "x", "", `{"permissions":["users:write"]}`))
	assert.Contains(t, n.What, "users:write")
}

func TestFields(t *testing.T) {
	e := answer(422, "form_identifier_exists", "That email address is taken.", "email_address", "")
	e.Items = append(e.Items,
		api.ErrorItem{Code: "form_param_format_invalid", Message: api.NewText("must be +E.164"), ParamName: api.NewText("phone_number")},
		api.ErrorItem{Code: "form_param_value_invalid", Message: api.NewText("too odd"), ParamName: api.NewText("phone_number")},
		api.ErrorItem{Code: "form_param_value_invalid"},
	)
	n := errtext.Explain(e)
	assert.Equal(t, map[string]string{
		"email_address": "That email address is taken.",
		"phone_number":  "must be +E.164. too odd.",
	}, n.Fields)
	assert.Equal(t, "Already taken", n.Title, "the first known code speaks")
	assert.Contains(t, n.What, "email_address: That email address is taken.")
	assert.Contains(t, n.What, "And 1 more.")
	assert.Equal(t, "form_identifier_exists", n.Code)
}

func TestRateLimit(t *testing.T) {
	for _, c := range []struct {
		after time.Duration
		do    string
	}{
		{0, "Wait a few seconds, then retry."},
		{2 * time.Second, "Wait 2 s, then retry."},
		{2100 * time.Millisecond, "Wait 3 s, then retry."},
		{119 * time.Second, "Wait 119 s, then retry."},
		{10 * time.Minute, "Wait 10 min, then retry."},
	} {
		bare := &api.Error{Status: 429, RetryAfter: c.after, Method: "GET"}
		full := answer(429, "too_many_requests", "slow down", "", "")
		full.RetryAfter = c.after
		for _, e := range []*api.Error{bare, full} {
			n := errtext.Explain(e)
			assert.Equal(t, errtext.RateLimited, n.Kind)
			assert.Equal(t, c.do, n.Do)
			assert.Equal(t, c.after, n.RetryAfter)
			assert.True(t, n.Retry)
		}
	}
}

func TestBodiesThatAreNotTheAPIs(t *testing.T) {
	for _, c := range []struct {
		status int
		body   string
		kind   errtext.Kind
		what   string
	}{
		{502, "<html>\x1b[31mbad", errtext.Server, "not the API's own answer"},
		{500, "", errtext.Server, "500 Internal Server Error"},
		{403, "<html>", errtext.Forbidden, "not the API's own answer"},
		{403, "", errtext.Forbidden, "403 Forbidden and nothing else"},
		{404, "page not found", errtext.NotFound, "not the API's own answer"},
		{400, "", errtext.Invalid, "400 Bad Request"},
		{405, "", errtext.Bug, "405 Method Not Allowed"},
		{302, "", errtext.Unknown, "another address"},
		{599, "", errtext.Server, "599"},
		{407, "", errtext.Invalid, "407"},
	} {
		n := errtext.Explain(&api.Error{Status: c.status, Body: api.NewText(c.body), TraceID: "ray-1"})
		assert.Equal(t, c.kind, n.Kind, c.status)
		assert.Contains(t, n.What, c.what, c.status)
		assert.NotContains(t, n.What, "\x1b")
		assert.Equal(t, "ray-1", n.TraceID)
	}
	n := errtext.Explain(&api.Error{Status: 200, Err: io.ErrUnexpectedEOF, Executed: api.MaybeExecuted})
	assert.Contains(t, n.What, "could not be read")
	n = errtext.Explain(answer(500, "", "", "", ""))
	assert.NotEmpty(t, n.What)
}

type slow struct{}

func (slow) Error() string { return "slow" }
func (slow) Timeout() bool { return true }

func TestNoAnswer(t *testing.T) {
	dial := func(err error) error {
		return &net.OpError{Op: "dial", Net: "tcp", Err: os.NewSyscallError("connect", err)}
	}
	for _, c := range []struct {
		name string
		err  error
		kind errtext.Kind
		what string
	}{
		{"no such name", &net.DNSError{Name: "api.clerk.com\x1b", IsNotFound: true}, errtext.Offline, "api.clerk.com"},
		{"resolver is down", &net.DNSError{Name: "api.clerk.com", IsTemporary: true}, errtext.Offline, "could not be resolved"},
		{"refused", dial(syscall.ECONNREFUSED), errtext.Offline, "refuses connections"},
		{"no route", dial(syscall.EHOSTUNREACH), errtext.Offline, "cannot be reached"},
		{"no network", dial(syscall.ENETUNREACH), errtext.Offline, "cannot be reached"},
		{"other dial error", dial(syscall.EADDRNOTAVAIL), errtext.Offline, "could not be reached"},
		{"reset", &net.OpError{Op: "read", Err: os.NewSyscallError("read", syscall.ECONNRESET)}, errtext.Offline, "broke"},
		{"cut off", io.ErrUnexpectedEOF, errtext.Offline, "broke"},
		{"closed", io.EOF, errtext.Offline, "broke"},
		{"deadline", context.DeadlineExceeded, errtext.Timeout, "in time"},
		{"time limit", slow{}, errtext.Timeout, "in time"},
		{"unknown authority", &tls.CertificateVerificationError{Err: x509.UnknownAuthorityError{}}, errtext.Offline, "does not trust"},
		{"other name", x509.HostnameError{Certificate: &x509.Certificate{}}, errtext.Offline, "another name"},
		{"expired", x509.CertificateInvalidError{Reason: x509.Expired}, errtext.Offline, "expired"},
		{"invalid", x509.CertificateInvalidError{Reason: x509.NotAuthorizedToSign}, errtext.Offline, "not valid"},
		{"unverified", &tls.CertificateVerificationError{Err: errors.New("x")}, errtext.Offline, "could not be verified"},
		{"not TLS", tls.RecordHeaderError{Msg: "x"}, errtext.Offline, "does not speak TLS"},
		{"alert", tls.AlertError(40), errtext.Offline, "refused the secure"},
		{"something else", errors.New("odd\x1b[1m"), errtext.Offline, "No answer came"},
		{"nothing told", nil, errtext.Offline, "No answer came."},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := &api.Error{Op: "GetUser", Method: http.MethodGet, Err: c.err}
			n := errtext.Explain(e)
			assert.Equal(t, c.kind, n.Kind)
			assert.Contains(t, n.What, c.what)
			assert.NotContains(t, n.What, "\x1b")
			assert.NotEmpty(t, n.Title)
			assert.NotEmpty(t, n.Do)
			assert.True(t, n.Retry)
			assert.False(t, n.Silent)
		})
	}
}

func TestATimeOutOfAChangeIsNotRetriedBlindly(t *testing.T) {
	n := errtext.Explain(&api.Error{Method: http.MethodPost, Err: context.DeadlineExceeded, Executed: api.MaybeExecuted})
	assert.Contains(t, n.Do, "refresh before trying again")
}

func TestCancelledIsSilent(t *testing.T) {
	assert.True(t, errtext.Explain(nil).Silent)
	for _, err := range []error{context.Canceled, &api.Error{Err: fmt.Errorf("wait: %w", context.Canceled)}} {
		n := errtext.Explain(err)
		assert.True(t, n.Silent)
		assert.Equal(t, errtext.Cancelled, n.Kind)
	}
	assert.False(t, errtext.Explain(context.DeadlineExceeded).Silent)
}

type own struct{}

func (own) Error() string { return "own" }
func (own) Explanation() (title, what, do string) {
	return "Title", "What.", "Do."
}

func TestErrorsThatExplainThemselves(t *testing.T) {
	n := errtext.Explain(&api.Error{Err: fmt.Errorf("x: %w", own{})})
	assert.Equal(t, errtext.Notice{Kind: errtext.Refused, Title: "Title", What: "What.", Do: "Do."}, n)
}

func TestRefusedBeforeTheNetwork(t *testing.T) {
	n := errtext.Explain(&api.ValidationError{Op: "BanUser", Field: "user_id", Problem: "is not an id"})
	assert.Equal(t, errtext.Invalid, n.Kind)
	assert.Contains(t, n.What, "user_id")
	assert.Contains(t, n.What, "is not an id")
	assert.Equal(t, map[string]string{"user_id": "is not an id"}, n.Fields)
}

func TestUnknownErrorsAreInertAndShort(t *testing.T) {
	n := errtext.Explain(errors.New("x\x1b]0;evil\x07" + strings.Repeat("y", 5000)))
	assert.Equal(t, errtext.Unknown, n.Kind)
	assert.NotContains(t, n.What, "\x1b")
	assert.Less(t, len(n.What), 500)

	evil := answer(422, "form_x", "\x1b[2J\u202e"+strings.Repeat("z", 5000), "p\x1b", "")
	n = errtext.Explain(evil)
	assert.NotContains(t, n.What, "\x1b")
	assert.NotContains(t, n.What, "\u202e")
	assert.Less(t, len(n.What), 700)
	for k, v := range n.Fields {
		assert.NotContains(t, k+v, "\x1b")
	}
}
