package errtext

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"usher/api"
	"usher/internal/safetext"
)

// explainAPI explains an error of the API client.
func explainAPI(e *api.Error) Notice {
	var n Notice
	switch {
	case e.Status == 0:
		n = explainNoAnswer(e)
	case e.Status < http.StatusMultipleChoices:
		n = Notice{
			Kind: Server, Title: "Unreadable answer", What: "The server answered, but the answer could not be read.",
			Do: "Retry; if it stays so, tell who runs the server.", Retry: true,
		}
	case len(e.Items) == 0:
		n = explainBare(e)
	default:
		n = explainItems(e)
	}
	if e.Status != 0 {
		n.Code = safetext.String(e.Code())
		n.TraceID = safetext.String(e.TraceID)
	}
	n.RetryAfter = e.RetryAfter
	return n
}

func explainNoAnswer(e *api.Error) Notice {
	if n, ok := explainNetwork(e.Err); ok {
		if n.Kind == Timeout && e.Method != http.MethodGet {
			n.Do = "Whether it was done is not known: refresh before trying again."
		}
		return n
	}
	what := "No answer came."
	if e.Err != nil {
		what = "No answer came: " + clip(safetext.String(e.Err.Error())) + "."
	}
	return Notice{Kind: Offline, Title: "No answer", What: what, Do: "Check the connection, then retry.", Retry: true}
}

// explainItems explains an answer of the API itself: by its code, else by its
// status.
func explainItems(e *api.Error) Notice {
	n, known := Notice{}, false
	for i := range e.Items {
		if n, known = byCode(e.Items[i].Code); known {
			break
		}
	}
	if !known {
		n = byStatus(e)
	}
	message := messages(e)
	switch {
	case n.Kind == RateLimited:
		n.Do = waitText(e.RetryAfter)
	case n.What == "":
		n.What = message
	case n.Kind == Invalid && message != "":
		n.What = message
	}
	if n.What == "" {
		n.What = "The server answered " + statusText(e.Status) + "."
	}
	n.Fields = fields(e)
	addMeta(&n, e)
	return n
}

// messages joins what the server says, each text once, with the parameter it
// is about.
func messages(e *api.Error) string {
	var out []string
	for i := range e.Items {
		text := itemText(e.Items[i])
		if text == "" {
			continue
		}
		if p := safetext.Line(e.Items[i].ParamName); p != "" && !strings.Contains(text, p) {
			text = clip(p) + ": " + text
		}
		if !slices.Contains(out, text) {
			out = append(out, text)
		}
	}
	const most = 3
	if len(out) > most {
		out = append(out[:most], fmt.Sprintf("And %d more.", len(out)-most))
	}
	return strings.Join(out, " ")
}

// itemText is one sentence of the server.
func itemText(it api.ErrorItem) string {
	text := strings.TrimSpace(safetext.Line(it.LongMessage))
	if text == "" {
		text = strings.TrimSpace(safetext.Line(it.Message))
	}
	if text == "" {
		text = safetext.String(it.Code)
	}
	if text = clip(text); text != "" && !strings.ContainsAny(text[len(text)-1:], ".!?") && !strings.HasSuffix(text, "…") {
		text += "."
	}
	return text
}

// addMeta names the features of a plan and the scopes of a key.
func addMeta(n *Notice, e *api.Error) {
	var features, scopes []string
	for i := range e.Items {
		var meta map[string]json.RawMessage
		if json.Unmarshal(e.Items[i].Meta, &meta) != nil {
			continue
		}
		features = append(features, words(meta["unsupported_features"])...)
		scopes = append(scopes, words(meta["permissions"])...)
	}
	if len(features) > 0 {
		n.What += " Missing: " + clip(strings.Join(features, ", ")) + "."
	}
	if len(scopes) > 0 {
		n.What += " Needed: " + clip(strings.Join(scopes, ", ")) + "."
	}
}

// words reads a list of strings, or a single one.
func words(raw json.RawMessage) []string {
	var many []api.Text
	if json.Unmarshal(raw, &many) != nil {
		var one api.Text
		if len(bytes.TrimSpace(raw)) == 0 || json.Unmarshal(raw, &one) != nil || one.Empty() {
			return nil
		}
		many = []api.Text{one}
	}
	var out []string
	for _, t := range many {
		if s := safetext.Line(t); s != "" {
			out = append(out, s)
		}
	}
	return out
}

// explainBare explains an answer without the API's envelope: of a proxy, of
// something else at that address, or a 429 with an empty body.
func explainBare(e *api.Error) Notice {
	n := byStatus(e)
	foreign := !e.Body.Empty()
	switch {
	case e.Status == http.StatusTooManyRequests:
		n.Do = waitText(e.RetryAfter)
	case e.Status < http.StatusBadRequest:
		n.What = "The server sends usher on to another address, which usher does not follow (" + statusText(e.Status) + ")."
		n.Do = "Check the API URL."
	case foreign:
		n.What = "Something between here and the API answered " + statusText(e.Status) + "; it is not the API's own answer."
		if e.Status < http.StatusInternalServerError {
			n.Do = "Check the API URL, and whether a proxy stands between."
		}
	case n.What == "":
		n.What = "The server answered " + statusText(e.Status) + " and nothing else."
	}
	return n
}

func statusText(status int) string {
	if t := http.StatusText(status); t != "" {
		return fmt.Sprintf("%d %s", status, t)
	}
	return fmt.Sprint(status)
}

// waitText tells how long to wait.
func waitText(d time.Duration) string {
	if d <= 0 {
		return "Wait a few seconds, then retry."
	}
	s := int((d + time.Second - 1) / time.Second)
	if s < 120 {
		return fmt.Sprintf("Wait %d s, then retry.", s)
	}
	return fmt.Sprintf("Wait %d min, then retry.", (s+59)/60)
}
