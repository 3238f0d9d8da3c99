package diagnose

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"usher/api"
)

// reason tells in a few words why something could not be read.
func reason(err error) string {
	var e *api.Error
	if !errors.As(err, &e) {
		if errors.Is(err, context.Canceled) {
			return "cancelled"
		}
		return "the request failed"
	}
	switch {
	case e.IsCancelled():
		return "cancelled"
	case e.IsTimeout():
		return "no answer in time"
	case e.IsOffline():
		return "no connection"
	case e.HasCode("unsupported_subscription_plan_features"), e.Status == http.StatusPaymentRequired:
		return "the plan does not include it"
	case e.HasCode("feature_not_enabled"):
		return "switched off in the instance"
	case e.IsUnauthorized():
		return "the key is not accepted"
	case e.Status == http.StatusForbidden:
		return "the key may not read it"
	case e.IsRateLimited():
		return "too many requests just now"
	case e.IsNotFound():
		return "not found"
	case e.Status >= http.StatusInternalServerError:
		return "the server failed"
	}
	return "the request was refused"
}

func notFound(err error) bool {
	var e *api.Error
	return errors.As(err, &e) && e.IsNotFound()
}

func organizationsOff(err error) bool {
	var e *api.Error
	return errors.As(err, &e) && e.HasCode("organization_not_enabled_in_instance")
}

// BlindSpots tells plainly what the findings cannot see: first what could not
// be read this time, then what the API never tells. It is never empty.
func BlindSpots(f *Facts) []string {
	var out []string
	for _, group := range grouped(f.unread) {
		out = append(out, "Not read, "+group.Why+": "+group.What+".")
	}
	if f.User == nil {
		return append(out, f.absenceLimits()...)
	}
	return append(out,
		"Settings of the instance: which ways to sign in are on, sign-up restrictions, and whether the lists also act on sign-ins. The API does not tell.",
		"What the person types: a wrong password or code looks the same from here.",
		"Bot and attack protection, device checks, and e-mails or SMS that never arrived.",
		"The customer's own application: its redirects, its own rules on who may enter.",
		"Other instances: the person may have an account, or try to sign in, in another one.",
	)
}

// grouped joins what could not be read for the same reason.
func grouped(all []Unread) []Unread {
	var out []Unread
next:
	for _, u := range all {
		for i := range out {
			if out[i].Why == u.Why {
				if !strings.Contains(out[i].What, u.What) {
					out[i].What += ", " + u.What
				}
				continue next
			}
		}
		out = append(out, u)
	}
	return out
}
