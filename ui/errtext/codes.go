package errtext

import (
	"net/http"
	"slices"
	"strings"

	"usher/api"
)

const (
	doReport    = "This is a mistake in usher, or another version of the API: please report it with the trace id."
	doRefresh   = "Refresh the user and look again."
	doInstance  = "It is switched on in the settings of the instance."
	doDirectory = "Change it in the directory (SCIM) instead."
	doKey       = "Use a secret key of this instance from the web dashboard."
	doReconnect = "The person must connect the account again."
	doPlan      = "The instance needs a higher plan."
	doRetry     = "Retry; if it stays so, tell the trace id to Clerk's support."
	doPassword  = "Choose another password; skip the checks only on purpose."
	doCorrect   = "Correct it and try again."
	doSettings  = "Look at the settings and restrictions of the instance in the web dashboard."
)

// group gives one explanation to several codes. An empty what shows the
// server's own sentence; so does every Invalid.
type group struct {
	codes           string // separated by spaces
	kind            Kind
	title, what, do string
	retry           bool
}

func groups() []group {
	return append(append(requestGroups(), stateGroups()...), formGroups()...)
}

// requestGroups are about the request, the key, the plan and the server.
func requestGroups() []group {
	return []group{
		{
			"api_version_invalid bad_request malformed_request_parameters missing_query_parameter operation_deprecated unsupported_content_type form_param_unknown",
			Bug, "Not understood", "", doReport, false,
		},
		{"request_body_invalid", Invalid, "Not readable", "", "If it is a picture: use a JPEG, PNG, GIF or WebP file.", false},
		{"bulk_size_exceeded", Invalid, "Too many at once", "", "Split it into smaller parts.", false},
		{
			"request_invalid_for_environment request_invalid_for_instance", Forbidden, "Not available here",
			"This kind of instance, or its settings, do not allow it.", doSettings, false,
		},
		{
			"clerk_key_invalid", Unauthorized, "The key was refused",
			"The secret key is unknown or was revoked.", doKey, false,
		},
		{
			"authorization_header_format_invalid authentication_invalid could_not_authenticate_request", Unauthorized,
			"The key was refused", "The server does not accept the secret key as it is.", doKey, false,
		},
		{
			"unsupported_subscription_plan_features", PlanLacks, "The plan lacks it",
			"The instance's plan does not include this.", doPlan, false,
		},
		{"insufficient_seats", PlanLacks, "No seats left", "The plan has no seat left.", doPlan, false},
		{
			"authorization_invalid", Forbidden, "Not permitted",
			"The secret key is not allowed to do this.", "Use a key with that right.", false,
		},
		{
			"authorization_missing_scopes", Forbidden, "Not permitted",
			"The secret key lacks a scope.", "Use a key that has it.", false,
		},
		{
			"organization_not_enabled_in_instance", Forbidden, "Organizations are off",
			"This instance does not use organizations.", doInstance, false,
		},
		{"feature_not_enabled", Forbidden, "Switched off", "This is switched off in the instance.", doInstance, false},
		{"password_disabled", Forbidden, "Passwords are off", "This instance does not use passwords.", doInstance, false},
		{"billing_not_enabled", Forbidden, "Billing is off", "This instance does not use billing.", doInstance, false},
		{"too_many_requests", RateLimited, "Too many requests", "The server asks to slow down.", "", true},
		{
			"verification_code_too_many_requests", RateLimited, "Too many codes",
			"A code was sent just now; one is allowed every 30 seconds.", "", true,
		},
		{
			"internal_clerk_error", Server, "The server failed",
			"The server reports a failure of its own.", doRetry, true,
		},
		{
			"service_unavailable gateway_timeout", Server, "The server is not available",
			"The server cannot answer at the moment.", doRetry, true,
		},
	}
}

// stateGroups are about the state of the user and what belongs to him.
func stateGroups() []group {
	return []group{
		{"resource_not_found", NotFound, "It does not exist", "", "It was deleted, or the id is of another instance.", false},
		{"external_account_not_found image_not_found passkey_not_registered", NotFound, "It is gone", "", doRefresh, false},
		{
			"organization_invitation_not_pending invitation_already_accepted invitation_already_revoked " +
				"actor_token_cannot_be_revoked_code sign_in_token_cannot_be_revoked_code",
			Conflict, "Too late", "", "Refresh to see its state.", false,
		},
		{"payer_not_found subscription_not_found", NotFound, "No subscription", "This user has no subscription.", doRefresh, false},
		{"no_password_set", Invalid, "No password", "This user has no password.", "Set one, or let them sign in another way.", false},
		{"totp_disabled", Invalid, "No authenticator app", "This user has no authenticator app.", "Refresh the user; set one up if it is needed.", false},
		{
			"identification_deletion_failed last_required_identification_deletion_failed", Conflict,
			"The only way in", "It is the last way for this person to sign in, and cannot be removed.", "Add another one first.", false,
		},
		{
			"delete_linked_identification_disallowed", Conflict, "Linked",
			"It belongs to a connected account.", "Remove the connected account first.", false,
		},
		{"already_a_member_in_organization", Conflict, "Already a member", "", doRefresh, false},
		{
			"organization_minimum_permissions_needed", Conflict, "The last administrator",
			"Someone in the organization must keep these rights.", "Give another member the role first.", false,
		},
		{"duplicate_record", Conflict, "Already there", "", "Look for the one that is there.", false},
		{
			"resource_locked conflict", Conflict, "Busy",
			"Another change of the same thing is under way; this one was not done.", "Retry in a moment.", true,
		},
		{
			"user_managed_by_scim attribute_managed_by_scim organization_membership_managed_by_scim", Conflict,
			"Owned by a directory", "A directory owns this, so it cannot be changed here.", doDirectory, false,
		},
		{"deprovisioned", Conflict, "Shut off by a directory", "A directory has shut this user off.", doDirectory, false},
		{
			"oauth_token_retrieval_error external_account_missing_refresh_token oauth_missing_refresh_token " +
				"oauth_missing_access_token",
			Conflict, "No token", "The provider gives no token for this account any more.", doReconnect, false,
		},
		{"oauth_unsupported_provider oauth_token_provider_not_enabled", Forbidden, "Provider is off", "", doInstance, false},
		{"user_banned", Forbidden, "Banned", "The user is banned.", "Unban the user first.", false},
		{"user_deactivated action_blocked not_allowed_access", Forbidden, "Not allowed", "", doSettings, false},
		{
			"user_quota_exceeded organization_membership_quota_exceeded quota_exceeded impersonation_limit_exceeded",
			PlanLacks, "The limit is reached", "", "Remove what is no longer needed, or raise the limit.", false,
		},
		{"exclusive_organization_membership personal_accounts_not_allowed", Conflict, "Against the organization's rules", "", "Ask an administrator of the organization.", false},
		{"verification_already_verified", Conflict, "Already verified", "", doRefresh, false},
	}
}

// formGroups are about values.
func formGroups() []group {
	return []group{
		{
			"form_param_missing form_param_nil form_data_missing", Invalid, "Something is missing", "", doCorrect, false,
		},
		{
			"form_param_format_invalid form_param_value_invalid form_param_type_invalid form_param_invalid_time " +
				"form_param_invalid_date form_disallow_future_date form_param_max_length_exceeded " +
				"form_param_array_length_mismatch form_param_array_size_exceeded form_param_duplicate " +
				"form_username_invalid_length form_username_invalid_character form_username_needs_non_number_char",
			Invalid, "A value was refused", "", doCorrect, false,
		},
		{"form_identifier_exists", Invalid, "Already taken", "", "Look for the user who has it.", false},
		{"form_param_exceeds_allowed_size", Invalid, "Too large", "", "Metadata may have 8 KB in each of its objects.", false},
		{"request_body_too_large image_too_large", Invalid, "Too large", "", "Use a smaller file; pictures may have 10 MB.", false},
		{"form_resource_not_found form_verification_needed", Invalid, "Not usable", "", doRefresh, false},
		{
			"form_password_pwned form_password_length_too_short form_password_not_strong_enough " +
				"form_password_matches_identifier form_password_size_in_bytes_exceeded",
			Invalid, "The password was refused", "", doPassword, false,
		},
		{"form_password_digest_invalid_code", Invalid, "The digest was refused", "", doCorrect, false},
		{"incorrect_password", Invalid, "Wrong password", "", "Try again, or set a new one.", false},
		{"totp_incorrect_code totp_invalid_length", Invalid, "Wrong code", "", "Ask for the code that is shown now.", false},
		{"invalid_totp_secret_code", Invalid, "The secret was refused", "", doCorrect, false},
	}
}

func byCode(code string) (Notice, bool) {
	g, ok := findCode(code)
	if !ok && strings.HasPrefix(code, "form_password_") {
		g, ok = findCode("form_password_pwned")
	}
	if !ok && strings.HasPrefix(code, "form_") {
		g, ok = findCode("form_param_value_invalid")
	}
	if !ok {
		return Notice{}, false
	}
	return Notice{Kind: g.kind, Title: g.title, What: g.what, Do: g.do, Retry: g.retry}, true
}

// findCode walks through the groups: errors are too rare for an index.
func findCode(code string) (group, bool) {
	for _, g := range groups() {
		if slices.Contains(strings.Fields(g.codes), code) {
			return g, true
		}
	}
	return group{}, false
}

// byStatus is what the status alone tells.
func byStatus(e *api.Error) Notice {
	switch s := e.Status; {
	case s == http.StatusUnauthorized:
		return Notice{Kind: Unauthorized, Title: "The key was refused", What: "The server does not accept the secret key.", Do: doKey}
	case s == http.StatusPaymentRequired:
		return Notice{Kind: PlanLacks, Title: "The plan lacks it", What: "The instance's plan does not include this.", Do: doPlan}
	case s == http.StatusForbidden:
		return Notice{Kind: Forbidden, Title: "Not permitted", Do: doSettings}
	case s == http.StatusNotFound, s == http.StatusGone:
		return Notice{Kind: NotFound, Title: "It does not exist", Do: doRefresh}
	case s == http.StatusMethodNotAllowed, s == http.StatusUnsupportedMediaType:
		return Notice{Kind: Bug, Title: "Not understood", Do: doReport}
	case s == http.StatusConflict:
		return Notice{Kind: Conflict, Title: "Conflict", Do: doRefresh}
	case s == http.StatusRequestEntityTooLarge:
		return Notice{Kind: Invalid, Title: "Too large", Do: "Use a smaller file; pictures may have 10 MB."}
	case s == http.StatusTooManyRequests:
		return Notice{Kind: RateLimited, Title: "Too many requests", What: "The server asks to slow down.", Retry: true}
	case s >= http.StatusInternalServerError:
		return Notice{
			Kind: Server, Title: "The server failed", What: "The server answered " + statusText(s) + ".", Do: doRetry, Retry: true,
		}
	case s >= http.StatusBadRequest:
		return Notice{Kind: Invalid, Title: "It was refused", Do: doCorrect}
	default:
		return Notice{Kind: Unknown, Title: "An answer that makes no sense"}
	}
}
