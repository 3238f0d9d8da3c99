package emulator

import (
	"fmt"
	"net/http"
	"strconv"
	"sync/atomic"
)

// apiError is an answer other than 200.
type apiError struct {
	status int
	items  []errorItem
	header http.Header
}

// errorItem is one entry of the errors list.
type errorItem struct {
	Message     string         `json:"message"`
	LongMessage string         `json:"long_message"`
	Code        string         `json:"code"`
	Meta        map[string]any `json:"meta,omitempty"`
}

// errorBody is the envelope of every error.
type errorBody struct {
	Errors  []errorItem    `json:"errors"`
	Meta    map[string]any `json:"meta,omitempty"`
	TraceID string         `json:"clerk_trace_id"`
}

// Error makes an apiError readable in test failures.
func (e *apiError) Error() string {
	if len(e.items) == 0 {
		return strconv.Itoa(e.status)
	}
	return fmt.Sprintf("%d %s: %s", e.status, e.items[0].Code, e.items[0].LongMessage)
}

// fail is an error with one entry.
func fail(status int, code, message, long string) *apiError {
	return &apiError{status: status, items: []errorItem{{Code: code, Message: message, LongMessage: long}}}
}

// withMeta adds a meta key to the first entry.
func (e *apiError) withMeta(key string, value any) *apiError {
	if e.items[0].Meta == nil {
		e.items[0].Meta = map[string]any{}
	}
	e.items[0].Meta[key] = value
	return e
}

// invalid is a 422 about one parameter.
func invalid(param, code, long string) *apiError {
	return fail(http.StatusUnprocessableEntity, code, "is invalid", long).withMeta("param_name", param)
}

// missingParam is the 422 for a required body field that was not sent.
func missingParam(param string) *apiError {
	e := invalid(param, "form_param_missing", param+" must be included.")
	e.items[0].Message = "is missing"
	return e
}

// unknownParam is the 422 of the closed request schemas.
func unknownParam(param string) *apiError {
	e := invalid(param, "form_param_unknown", param+" is not a valid parameter for this request.")
	e.items[0].Message = "is unknown"
	return e
}

// wrongType is the 422 for a value of the wrong JSON type.
func wrongType(param, want string) *apiError {
	return invalid(param, "form_param_type_invalid", param+" must be a "+want+".")
}

// notFound is the 404 for an unknown resource, e.g. notFound("user", id).
func notFound(kind, id string) *apiError {
	return fail(http.StatusNotFound, "resource_not_found", "not found", fmt.Sprintf("No %s was found with id %s", kind, id))
}

// pathNotFound is the 404 for a path that the API does not have.
func pathNotFound() *apiError {
	return fail(http.StatusNotFound, "resource_not_found", "not found", "The requested path does not exist.")
}

// badRequest is a 400.
func badRequest(code, long string) *apiError {
	return fail(http.StatusBadRequest, code, "bad request", long)
}

// joinErrors merges the entries of several errors of one status; nil when there are none.
func joinErrors(errs []*apiError) *apiError {
	if len(errs) == 0 {
		return nil
	}
	first := *errs[0]
	for _, e := range errs[1:] {
		first.items = append(first.items, e.items...)
	}
	return &first
}

// writeError writes the envelope. It is the only place that does.
func (s *Server) writeError(w http.ResponseWriter, e *apiError) {
	for key, values := range e.header {
		w.Header()[key] = values
	}
	s.stamp(w.Header())
	body := errorBody{Errors: e.items, TraceID: w.Header().Get("Clerk-Trace-Id")}
	if body.Errors == nil {
		body.Errors = []errorItem{}
	}
	s.writeJSON(w, e.status, body)
}

// traces numbers the answers of one server.
type traces struct{ n atomic.Uint64 }

// stamp sets the trace headers once per answer: SDKs read either of the two.
func (s *Server) stamp(h http.Header) {
	if h.Get("Clerk-Trace-Id") != "" {
		return
	}
	n := s.traces.n.Add(1)
	h.Set("Clerk-Trace-Id", fmt.Sprintf("%016x%016x", mix(s.store.seed, n), mix(n, s.store.seed)))
	h.Set("Cf-Ray", fmt.Sprintf("%016x-FRA", mix(n, 7)))
}
