package emulator

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
)

const (
	basePath  = "/v1"
	adminPath = "/_emulator/"
)

// handler answers one operation: the value that becomes the JSON body of a 200, or an error.
type handler func(s *Server, r *request) (any, *apiError)

// route binds "METHOD /path/{name}", without the /v1, to its handler.
type route struct {
	pattern string
	handle  handler
}

// routes is the whole table; each file contributes the operations of its subject.
func (s *Server) routes() []route {
	var all []route
	for _, table := range [][]route{
		userRoutes(), instanceRoutes(), moreRoutes(),
	} {
		all = append(all, table...)
	}
	return all
}

// request is an admitted request: its query is parsed and its version settled.
type request struct {
	*http.Request
	// version is the API version in force, see defaultVersion.
	version string
	// query holds the parsed query parameters.
	query url.Values
	// header is what the handler adds to the answer.
	header http.Header
}

// id is the value of a path parameter, unescaped.
func (r *request) id(name string) string { return r.PathValue(name) }

// before reports whether the request asked for an API version older than v.
func (r *request) before(v string) bool { return r.version < v }

// flag reads a boolean query parameter; ok is false when it is absent or no boolean.
func (r *request) flag(name string) (value, ok bool) {
	v, err := strconv.ParseBool(r.query.Get(name))
	return v, err == nil
}

// serve turns a handler into an http.Handler.
func (s *Server) serve(h handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		query, err := url.ParseQuery(r.URL.RawQuery)
		if err != nil {
			s.writeError(w, fail(http.StatusBadRequest, "malformed_request_parameters", "Malformed request parameters",
				"The query parameters of the request are not well-formed."))
			return
		}
		req := &request{Request: r, version: versionOf(r), query: query, header: w.Header()}
		body, failure := h(s, req)
		if failure != nil {
			s.writeError(w, failure)
			return
		}
		s.writeJSON(w, http.StatusOK, body)
	})
}

// unrouted answers a path that no operation has, or a method that its path does not take.
func (s *Server) unrouted(w http.ResponseWriter, r *http.Request) {
	var allowed []string
	for _, method := range []string{"GET", "POST", "PUT", "PATCH", "DELETE"} {
		probe := &http.Request{Method: method, URL: r.URL, Host: r.Host}
		if _, pattern := s.mux.Handler(probe); pattern != "/" {
			allowed = append(allowed, method)
		}
	}
	if len(allowed) == 0 {
		s.writeError(w, pathNotFound())
		return
	}
	err := fail(http.StatusMethodNotAllowed, "method_not_allowed", "Method not allowed",
		"The request method is not allowed on this path.")
	err.header = http.Header{"Allow": {strings.Join(allowed, ", ")}}
	s.writeError(w, err)
}

// cleanPath reports whether an escaped path has no empty, "." or ".." segment.
func cleanPath(path string) bool {
	for _, segment := range strings.Split(strings.TrimPrefix(path, "/"), "/") {
		plain, err := url.PathUnescape(segment)
		if err != nil || plain == "" || plain == "." || plain == ".." {
			return false
		}
	}
	return true
}

// buffers are reused between answers.
//
//nolint:gochecknoglobals // a pool has no state that anyone could see
var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// writeJSON writes one answer. The content type carries no charset: an official SDK compares it
// for equality.
func (s *Server) writeJSON(w http.ResponseWriter, status int, body any) {
	buf := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(buf)
	buf.Reset()
	enc := json.NewEncoder(buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(body); err != nil {
		buf.Reset()
		status = http.StatusInternalServerError
		_ = enc.Encode(errorBody{Errors: []errorItem{{
			Code: "internal_clerk_error", Message: "Internal error", LongMessage: "encoding the answer: " + err.Error(),
		}}})
	}
	h := w.Header()
	s.stamp(h)
	h.Set("Content-Type", "application/json")
	h.Set("Content-Length", strconv.Itoa(buf.Len()))
	w.WriteHeader(status)
	_, _ = w.Write(buf.Bytes()) // the peer has gone; there is nobody to tell
}

// page is the limit and offset of a request; values out of range fall back to the default
// silently, as the API does.
func (r *request) page() (limit, offset int) {
	limit, offset = 10, 0
	if n, err := strconv.Atoi(r.query.Get("limit")); err == nil && n >= 1 && n <= 500 {
		limit = n
	}
	if n, err := strconv.Atoi(r.query.Get("offset")); err == nil && n > 0 {
		offset = n
	}
	return limit, offset
}

// envelope is the {data, total_count} form of a list.
type envelope struct {
	Data       any `json:"data"`
	TotalCount int `json:"total_count"`
}

// cut returns the page of items that limit and offset select; never nil, so that it renders [].
func cut[T any](items []T, limit, offset int) []T {
	if offset >= len(items) {
		return []T{}
	}
	return items[offset:min(offset+limit, len(items))]
}

// listed renders a page as a bare array, or as an envelope when paginated=true was asked.
func listed[T any](r *request, items []T) any {
	limit, offset := r.page()
	rows := cut(items, limit, offset)
	if on, _ := r.flag("paginated"); on {
		return envelope{Data: rows, TotalCount: len(items)}
	}
	return rows
}

// enveloped renders a page of items with their total.
func enveloped[T any](r *request, items []T) any {
	limit, offset := r.page()
	return envelope{Data: cut(items, limit, offset), TotalCount: len(items)}
}
