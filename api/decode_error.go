package api

import (
	"bytes"
	"encoding/json"
	"net/http"
)

const (
	codeResourceLocked    = "resource_locked"
	codeIncorrectPassword = "incorrect_password"
	codeIncorrectTOTP     = "totp_incorrect_code"
	codeTOTPLength        = "totp_invalid_length"

	maxBodyExcerpt = 200
	maxTraceID     = 128
	maxErrorItems  = 50
)

func (e *ErrorItem) field(key []byte, v value) {
	switch string(key) {
	case "code":
		e.Code = ""
		if v.isString() {
			if c := unquote(v); isCode(c) {
				e.Code = string(c)
			}
		}
	case "message":
		v.text(&e.Message)
	case "long_message":
		v.text(&e.LongMessage)
	case "meta":
		v.raw(&e.Meta)
		v.members(func(k []byte, m value) {
			if string(k) == "param_name" {
				m.text(&e.ParamName)
			}
		})
	}
}

// UnmarshalJSON decodes leniently: a field of a surprising type is empty.
func (e *ErrorItem) UnmarshalJSON(b []byte) error { return unmarshal(b, e) }

func isCode(c []byte) bool {
	if len(c) == 0 || len(c) > 100 {
		return false
	}
	for _, b := range c {
		if b != '_' && b != '.' && b != '-' && (b < '0' || b > '9') && (b < 'a' || b > 'z') && (b < 'A' || b > 'Z') {
			return false
		}
	}
	return true
}

// errorFromBody fills e from an answer that is not a success. Any body will do.
func (e *Error) fromAnswer(h http.Header, body []byte) {
	for _, name := range []string{"Clerk-Trace-Id", "Cf-Ray"} {
		if e.TraceID == "" {
			e.TraceID = traceID(h.Get(name))
		}
	}
	if e.decodeEnvelope(body) {
		return
	}
	b := bytes.TrimSpace(body)
	e.Body = NewText(string(b[:min(len(b), maxBodyExcerpt)]))
}

// decodeEnvelope reports whether the body is the API's error envelope.
func (e *Error) decodeEnvelope(body []byte) bool {
	v, err := parse(body)
	if err != nil || !v.isObject() {
		return false
	}
	found := false
	v.members(func(key []byte, m value) {
		switch string(key) {
		case "errors":
			if !m.isArray() {
				return
			}
			found = true
			m.elements(func(item value) {
				if len(e.Items) < maxErrorItems && item.isObject() {
					var it ErrorItem
					item.decode(&it)
					e.Items = append(e.Items, it)
				}
			})
		case "clerk_trace_id":
			var t Text
			m.text(&t)
			if id := traceID(t.s); id != "" {
				e.TraceID = id
			}
		}
	})
	return found
}

// traceID keeps only what is safe to draw and to put into a log.
func traceID(s string) string {
	if len(s) > maxTraceID || !ID(s).Valid() {
		return ""
	}
	return s
}

var _ json.Unmarshaler = (*ErrorItem)(nil)
