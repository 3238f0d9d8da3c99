// Package emulator is Clerk's Backend API in one process: a strict HTTP server over
// deterministic sample users that are kept in memory and change as the API's own would.
// It is not a mock: requests are validated, effects happen, and limits bite.
//
// # What is fixed
//
// Equal seeds, times and requests give equal answers. Every sample user who has a password has
// SamplePassword; every verification code that is sent is 424242. Tokens and secrets are
// derived from the seed: they look real and open nothing. Images are checked and measured, but
// not kept: an image_url leads nowhere.
//
// Where the API's documents are silent the emulator decided: bulk ban and unban leave unknown
// ids out of their answer; an address on the blocklist that is not on the allowlist cannot be
// created (403 not_allowed_access); an OAuth token of about one account in nine is refused with
// one of the documented errors, always the same for the same account; a lock holds an hour and
// 100 failed attempts bring one; a key other than the documented ones in a body is refused
// everywhere, and a body where none belongs is ignored.
//
// # Faults
//
// Options.Faults and Server.SetFaults make answers go wrong on purpose; see Faults and
// FaultKind. While the server runs, the same is done over HTTP:
//
//	GET    /_emulator/faults     the knobs, counted down
//	PUT    /_emulator/faults     all knobs anew
//	PATCH  /_emulator/faults     the knobs that are sent
//	DELETE /_emulator/faults     none
//	GET    /_emulator/requests   the last 1,000 API requests, oldest first
//	DELETE /_emulator/requests   forget them
//	GET    /_emulator/codes      the verification codes under way
//	POST   /_emulator/accept     {"token_id": …}: sign in with an actor or sign-in token, as if
//	                             its link had been opened; answers the session
//	POST   /_emulator/reset      back to what New made, knobs and limits too
//
// with knobs such as
//
//	{"latency_ms": 60, "jitter_ms": 20, "create_totp": true, "rules": [
//	  {"kind": "rate_limited", "method": "GET", "path": "/v1/users/**", "next": 3, "retry_after": "2"},
//	  {"kind": "reset_after", "path": "/v1/users/*/ban", "probability": 0.1}]}
//
// These paths ask for no key and answer this machine only: neither other hosts nor web pages.
package emulator
