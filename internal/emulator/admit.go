package emulator

import (
	"crypto/subtle"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

const (
	version2021   = "2021-02-05"
	version2024   = "2024-10-01"
	version202504 = "2025-04-10"
	version202511 = "2025-11-10"
	version2026   = "2026-05-12"

	// defaultVersion is in force when a request names none: the oldest, which takes the most.
	defaultVersion = version2021

	versionHeader = "Clerk-API-Version"
	versionParam  = "__clerk_api_version"
)

// admit checks version, key and rate, in this order.
func (s *Server) admit(r *http.Request) *apiError {
	if err := checkVersion(r); err != nil {
		return err
	}
	if err := s.checkKey(r.Header.Values("Authorization")); err != nil {
		return err
	}
	return s.limits.admit(s.now())
}

func checkVersion(r *http.Request) *apiError {
	header := r.Header.Values(versionHeader)
	query := r.URL.Query()[versionParam]
	long := ""
	switch {
	case len(header)+len(query) == 0:
		return nil
	case len(header)+len(query) > 1:
		long = "The API version may be given once, in the header or in the query."
	case !slices.Contains([]string{version2021, version2024, version202504, version202511, version2026}, versionOf(r)):
		long = "The API version " + versionOf(r) + " does not exist."
	default:
		return nil
	}
	return fail(http.StatusBadRequest, "api_version_invalid", "Invalid API version", long)
}

// versionOf is the API version that a request names, or the default.
func versionOf(r *http.Request) string {
	if v := r.Header.Get(versionHeader); v != "" {
		return v
	}
	if strings.Contains(r.URL.RawQuery, versionParam) {
		if query, err := url.ParseQuery(r.URL.RawQuery); err == nil && query.Has(versionParam) {
			return query.Get(versionParam)
		}
	}
	return defaultVersion
}

func (s *Server) checkKey(headers []string) *apiError {
	if len(headers) == 0 || headers[0] == "" {
		return fail(http.StatusUnauthorized, "authentication_invalid", "Invalid authentication",
			"Unable to authenticate the request, you need to supply an active session or a secret key.")
	}
	scheme, key, ok := strings.Cut(headers[0], " ")
	if !ok || len(headers) > 1 || !strings.EqualFold(scheme, "Bearer") || strings.ContainsAny(key, " \t") || key == "" {
		return fail(http.StatusUnauthorized, "authorization_header_format_invalid", "Invalid Authorization header format",
			`Invalid Authorization header format. Must be "Bearer <YOUR_API_KEY>"`)
	}
	if subtle.ConstantTimeCompare([]byte(key), []byte(s.key)) != 1 {
		return fail(http.StatusUnauthorized, "clerk_key_invalid", "The provided Clerk Secret Key is invalid.",
			"The provided Clerk Secret Key is invalid. Make sure that your Clerk Secret Key is correct.")
	}
	return nil
}
