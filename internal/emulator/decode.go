package emulator

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"reflect"
	"slices"
	"strings"
)

// maxBody is the largest JSON body that is read, in bytes.
const maxBody = 1 << 20

// opt is a body field that may be absent, null or a value.
type opt[T any] struct {
	Set   bool // the key was sent
	Null  bool // and its value was null
	Value T
}

// UnmarshalJSON implements json.Unmarshaler.
func (o *opt[T]) UnmarshalJSON(raw []byte) error {
	o.Set = true
	if string(raw) == "null" {
		o.Null = true
		return nil
	}
	return json.Unmarshal(raw, &o.Value) //nolint:wrapcheck // it returns into json.Unmarshal, which knows the place
}

// has reports whether a value other than null was sent.
func (o opt[T]) has() bool { return o.Set && !o.Null }

// ptr is the value, nil when absent or null.
func (o opt[T]) ptr() *T {
	if !o.has() {
		return nil
	}
	return &o.Value
}

// decodeClosed reads a JSON object into the struct that dst points to. The struct's json tags are
// the whole schema: another key is 422 form_param_unknown, a value of the wrong type 422
// form_param_type_invalid. No body, and the body null, are an empty object.
func decodeClosed(r *request, dst any) *apiError {
	body, err := readBody(r)
	if err != nil {
		return err
	}
	if len(body) == 0 || string(body) == "null" {
		return nil
	}
	return decodeObject(body, dst)
}

// readBody returns the trimmed body of a JSON request; empty when there is none.
func readBody(r *request) ([]byte, *apiError) {
	if r.Body == nil {
		return nil, nil
	}
	body, err := io.ReadAll(io.LimitReader(r.Body, maxBody+1))
	if err != nil {
		return nil, badRequest("bad_request", "The request body could not be read.")
	}
	if len(body) > maxBody {
		return nil, fail(http.StatusRequestEntityTooLarge, "request_body_too_large", "Request body too large",
			"The request body exceeds the allowed size.")
	}
	body = bytes.TrimSpace(body)
	if len(body) == 0 {
		return nil, nil
	}
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != "application/json" {
		return nil, fail(http.StatusUnsupportedMediaType, "unsupported_content_type", "Unsupported content type",
			"The Content-Type of the request must be application/json.")
	}
	if !json.Valid(body) {
		return nil, badRequest("request_body_invalid", "The request body is not valid JSON.")
	}
	return body, nil
}

// decodeObject decodes one JSON object into a closed struct; see decodeClosed.
func decodeObject(raw []byte, dst any) *apiError {
	var sent map[string]json.RawMessage
	if err := json.Unmarshal(raw, &sent); err != nil {
		return badRequest("request_body_invalid", "The request body must be a JSON object.")
	}
	fields := closedFields(reflect.ValueOf(dst).Elem())
	var errs []*apiError
	for _, key := range sortedKeys(sent) {
		field, ok := fields[key]
		if !ok {
			errs = append(errs, unknownParam(key))
			continue
		}
		if err := json.Unmarshal(sent[key], field.Addr().Interface()); err != nil {
			errs = append(errs, typeError(key, err))
		}
	}
	return joinErrors(errs)
}

// closedFields maps the json names of a struct, embedded structs included, to its fields.
func closedFields(v reflect.Value) map[string]reflect.Value {
	fields := map[string]reflect.Value{}
	for i := range v.NumField() {
		f := v.Type().Field(i)
		if f.Anonymous {
			for name, inner := range closedFields(v.Field(i)) {
				fields[name] = inner
			}
			continue
		}
		if name, _, _ := strings.Cut(f.Tag.Get("json"), ","); name != "" {
			fields[name] = v.Field(i)
		}
	}
	return fields
}

func typeError(key string, err error) *apiError {
	var wrong *json.UnmarshalTypeError
	if !errors.As(err, &wrong) {
		return wrongType(key, "valid value")
	}
	want := wrong.Type.Kind().String()
	switch wrong.Type.Kind() {
	case reflect.Bool:
		want = "boolean"
	case reflect.Int, reflect.Int64:
		want = "integer"
	case reflect.Slice:
		want = "list"
	case reflect.Map, reflect.Struct:
		want = "object"
	}
	return wrongType(key, want)
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}
