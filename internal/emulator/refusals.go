package emulator

import (
	"net/http"
	"strings"
)

// planRefused is the 402 for a feature that the plan lacks.
func planRefused(feature string) *apiError {
	return fail(http.StatusPaymentRequired, "unsupported_subscription_plan_features", "Unsupported plan features",
		"Your plan does not support this feature. Upgrade your plan to use it.").
		withMeta("unsupported_features", []string{feature})
}

// organizationsOff is the 403 of an instance without organizations.
func organizationsOff() *apiError {
	return fail(http.StatusForbidden, "organization_not_enabled_in_instance", "Organizations are not enabled",
		"The organizations feature is not enabled for this instance. You can enable it in the Clerk Dashboard.")
}

// userManagedBySCIM is the 409 for deleting a user whom a directory manages.
func userManagedBySCIM() *apiError {
	return fail(http.StatusConflict, "user_managed_by_scim", "User is managed by a directory",
		"This user is managed by a directory and cannot be deleted here. Remove it from the directory instead.")
}

// attributeManagedBySCIM is the 409 for writing an attribute that a directory
// manages.
func attributeManagedBySCIM(param string) *apiError {
	e := fail(http.StatusConflict, "attribute_managed_by_scim", "Attribute is managed by a directory",
		"This attribute is managed by a directory and cannot be changed here.")
	if param != "" {
		return e.withMeta("param_name", param)
	}
	return e
}

// membershipManagedBySCIM is the same for a membership.
func membershipManagedBySCIM() *apiError {
	return fail(http.StatusConflict, "organization_membership_managed_by_scim", "Membership is managed by a directory",
		"This organization membership is managed by a directory and cannot be changed here.")
}

// directoryRefused is the one of the three that fits a request.
func directoryRefused(method, p string) *apiError {
	switch {
	case strings.Contains(p, "/memberships"):
		return membershipManagedBySCIM()
	case method == http.MethodDelete:
		return userManagedBySCIM()
	default:
		return attributeManagedBySCIM("")
	}
}

// resourceLocked is the 409 that asks for another try.
func resourceLocked() *apiError {
	return fail(http.StatusConflict, "resource_locked", "Resource is locked",
		"The resource is locked by another request. Please try again in a moment.")
}

// lockoutOff is the 403 of an instance without lockout.
func lockoutOff() *apiError {
	return fail(http.StatusForbidden, "feature_not_enabled", "Feature is not enabled",
		"The user lockout feature is not enabled for this instance.")
}

// statusError is the envelope that goes with a bare status.
func statusError(status int) *apiError {
	switch status {
	case http.StatusInternalServerError:
		return fail(status, "internal_clerk_error", "Oops, an unexpected error occurred",
			"There was an internal error on our servers. We've been notified and are working on fixing it.")
	case http.StatusServiceUnavailable:
		return fail(status, "service_unavailable", "Service unavailable", "The service is temporarily unavailable. Please try again later.")
	case http.StatusGatewayTimeout:
		return fail(status, "gateway_timeout", "Gateway timeout", "The request took too long to complete.")
	case http.StatusUnauthorized:
		return fail(status, "clerk_key_invalid", "The provided Clerk Secret Key is invalid.",
			"The provided Clerk Secret Key is invalid. Make sure that your Clerk Secret Key is correct.")
	case http.StatusNotFound:
		return fail(status, "resource_not_found", "not found", "The resource was not found.")
	case http.StatusForbidden:
		return fail(status, "authorization_invalid", "Unauthorized request", "You are not authorized to perform this request.")
	default:
		code := strings.ReplaceAll(strings.ToLower(http.StatusText(status)), " ", "_")
		return fail(status, orElse(code, "unknown_error"), orElse(http.StatusText(status), "Error"), "The request failed.")
	}
}
