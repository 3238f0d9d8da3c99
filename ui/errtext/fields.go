package errtext

import (
	"encoding/json"
	"strings"

	"usher/api"
	"usher/internal/safetext"
)

// passwordField is the parameter that the codes about passwords belong to,
// also where an answer does not name it.
const passwordField = "password"

// fields collects the problems by parameter.
func fields(e *api.Error) map[string]string {
	var out map[string]string
	for i := range e.Items {
		it := e.Items[i]
		text := fieldText(it)
		for _, p := range params(it) {
			if out == nil {
				out = map[string]string{}
			}
			if out[p] == "" {
				out[p] = text
			} else if !strings.Contains(out[p], text) {
				out[p] += " " + text
			}
		}
	}
	return out
}

// params are the parameters that a problem is about: one, or several of which
// one is missing.
func params(it api.ErrorItem) []string {
	if p := safetext.Line(it.ParamName); p != "" {
		return []string{p}
	}
	var meta map[string]json.RawMessage
	if json.Unmarshal(it.Meta, &meta) == nil {
		if names := words(meta["param_names"]); len(names) > 0 {
			return names
		}
	}
	if strings.HasPrefix(it.Code, "form_password_") {
		return []string{passwordField}
	}
	return nil
}

// fieldText is a problem as it stands at its field. The refusals of a password
// are said in plain words; the server's own sentence follows where it tells a
// number or a rule of the instance.
func fieldText(it api.ErrorItem) string {
	server := itemText(it)
	switch it.Code {
	case "form_password_pwned":
		return "It is on a list of passwords that leaked somewhere: choose another one."
	case "form_password_matches_identifier":
		return "It is the same as one of the person's own names or addresses: choose another one."
	case "form_password_size_in_bytes_exceeded":
		return "It is too long: at most 72 letters, fewer with letters beyond A to Z."
	case "form_password_length_too_short":
		return "It is too short. " + server
	case "form_password_not_strong_enough":
		if more := suggestions(it); more != "" {
			server = more
		}
		return "It is too easy to guess for this instance. " + server
	}
	return server
}

// suggestions are what the server's own strength meter advises.
func suggestions(it api.ErrorItem) string {
	var meta struct {
		Zxcvbn struct {
			Suggestions []struct {
				Message api.Text `json:"message"`
			} `json:"suggestions"`
		} `json:"zxcvbn"`
	}
	if json.Unmarshal(it.Meta, &meta) != nil {
		return ""
	}
	var out []string
	for _, s := range meta.Zxcvbn.Suggestions {
		if text := strings.TrimSpace(safetext.Line(s.Message)); text != "" {
			out = append(out, clip(text))
		}
	}
	return strings.Join(out, " ")
}
