package api

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"os"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const specFile = "../../shared/clerk/users-openapi.json"

// spec validates what the methods send and what the fixtures answer.
type spec struct{ router routers.Router }

// loadSpec returns nil, and says so, where the document is not there.
func loadSpec(t *testing.T) *spec {
	t.Helper()
	if _, err := os.Stat(specFile); err != nil {
		t.Logf("not validated against the OpenAPI document: %s is not there", specFile)
		return nil
	}
	doc, err := openapi3.NewLoader().LoadFromFile(specFile)
	require.NoError(t, err)
	doc.Servers = openapi3.Servers{{URL: basePath}}
	router, err := gorillamux.NewRouter(doc)
	require.NoError(t, err)
	return &spec{router}
}

func (s *spec) check(t *testing.T, base string, got sent, reply string) {
	t.Helper()
	if s == nil {
		return
	}
	req, err := http.NewRequestWithContext(context.Background(), got.method, base+got.url, bytes.NewReader(got.body))
	require.NoError(t, err)
	req.Header = got.header.Clone()
	route, params, err := s.router.FindRoute(req)
	require.NoError(t, err)
	in := &openapi3filter.RequestValidationInput{
		Request: req, PathParams: params, Route: route,
		Options: &openapi3filter.Options{
			AuthenticationFunc: openapi3filter.NoopAuthenticationFunc, IncludeResponseStatus: true, MultiError: true,
		},
	}
	assert.NoError(t, openapi3filter.ValidateRequest(context.Background(), in), "request")
	out := &openapi3filter.ResponseValidationInput{
		RequestValidationInput: in, Status: http.StatusOK,
		Header: http.Header{"Content-Type": {"application/json"}}, Options: in.Options,
		Body: io.NopCloser(bytes.NewReader([]byte(reply))),
	}
	assert.NoError(t, openapi3filter.ValidateResponse(context.Background(), out), "fixture")
}

// TestSpecificationIsThere makes an absent document visible as a skip.
func TestSpecificationIsThere(t *testing.T) {
	if _, err := os.Stat(specFile); err != nil {
		t.Skipf("requests and fixtures were not validated: %s is not there", specFile)
	}
	doc, err := openapi3.NewLoader().LoadFromFile(specFile)
	require.NoError(t, err)
	byID := map[string]Operation{}
	for path, item := range doc.Paths.Map() {
		for method, op := range item.Operations() {
			byID[op.OperationID] = Operation{op.OperationID, method, path}
		}
	}
	for _, o := range Operations() {
		assert.Equal(t, byID[o.ID], o)
	}
	assert.Len(t, byID, len(Operations()))
}
