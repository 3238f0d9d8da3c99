package emulator

import (
	"encoding/json"
	"io"
	"net"
	"net/http"
	"strings"
)

// adminRefusal is the error of the admin endpoint, which is not Clerk's and
// so has a form of its own.
type adminRefusal struct {
	Error string `json:"error"`
}

// serveAdmin serves what no Clerk has: see the package comment. It asks for no
// key and so answers the loopback only.
func (s *Server) serveAdmin(w http.ResponseWriter, r *http.Request) {
	if !fromLoopback(r) {
		s.writeJSON(w, http.StatusForbidden, adminRefusal{"the emulator's own endpoints answer the loopback only"})
		return
	}
	what := strings.TrimPrefix(r.URL.Path, adminPath)
	switch r.Method + " " + what {
	case "GET faults":
		s.writeJSON(w, http.StatusOK, s.Faults())
	case "PUT faults":
		var next Faults
		s.changeFaults(w, r, func(body []byte) error {
			if err := json.Unmarshal(body, &next); err != nil {
				return err //nolint:wrapcheck // Faults words its own errors
			}
			s.SetFaults(next)
			return nil
		})
	case "PATCH faults":
		s.changeFaults(w, r, s.faults.merge)
	case "DELETE faults":
		s.SetFaults(Faults{})
		s.writeJSON(w, http.StatusOK, s.Faults())
	case "GET requests":
		entries, total := s.journal.entries()
		s.writeJSON(w, http.StatusOK, envelope{Data: entries, TotalCount: total})
	case "DELETE requests":
		s.journal.reset()
		s.writeJSON(w, http.StatusOK, envelope{Data: []journalEntry{}})
	case "GET codes":
		codes := s.extras.sentCodes()
		s.writeJSON(w, http.StatusOK, envelope{Data: codes, TotalCount: len(codes)})
	case "POST accept":
		s.serveAccept(w, r)
	case "POST reset":
		s.reset()
		s.writeJSON(w, http.StatusOK, map[string]bool{"reset": true})
	default:
		s.writeJSON(w, http.StatusNotFound, adminRefusal{"no such endpoint; there are GET, PUT, PATCH, DELETE " + adminPath + "faults, GET, DELETE " +
			adminPath + "requests, GET " + adminPath + "codes, POST " + adminPath + "accept and POST " + adminPath + "reset"})
	}
}

func (s *Server) serveAccept(w http.ResponseWriter, r *http.Request) {
	var body struct {
		TokenID string `json:"token_id"`
	}
	if err := json.NewDecoder(io.LimitReader(r.Body, maxBody)).Decode(&body); err != nil {
		s.writeJSON(w, http.StatusBadRequest, adminRefusal{"the body must be {\"token_id\": …}: " + err.Error()})
		return
	}
	x, refusal := s.accept(body.TokenID)
	if refusal != nil {
		s.writeJSON(w, refusal.status, adminRefusal{refusal.Error()})
		return
	}
	s.writeJSON(w, http.StatusOK, renderSession(x, &request{Request: r, version: version2026}))
}

func (s *Server) changeFaults(w http.ResponseWriter, r *http.Request, apply func([]byte) error) {
	body, err := io.ReadAll(io.LimitReader(r.Body, maxBody))
	if err == nil {
		err = apply(body)
	}
	if err != nil {
		s.writeJSON(w, http.StatusBadRequest, adminRefusal{err.Error()})
		return
	}
	s.writeJSON(w, http.StatusOK, s.Faults())
}

// fromLoopback reports whether a request came from this machine, and not from
// a web page open on it that was pointed here by a foreign host name. What
// came through Transport never was on a network.
func fromLoopback(r *http.Request) bool {
	return isLoopback(r.RemoteAddr) && (isLoopback(r.Host) || r.RemoteAddr == memoryAddr) && r.Header.Get("Origin") == ""
}

// memoryAddr is the remote address of requests through Transport; no
// connection has port 0.
const memoryAddr = "127.0.0.1:0"

// isLoopback judges "host:port" or "host".
func isLoopback(addr string) bool {
	host := addr
	if h, _, err := net.SplitHostPort(addr); err == nil {
		host = h
	}
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip := net.ParseIP(strings.Trim(host, "[]"))
	return ip != nil && ip.IsLoopback()
}

// reset brings the server back to what New made: users, everything created
// since, knobs, limits and the list of requests.
func (s *Server) reset() {
	s.store.reset()
	s.resetRestrictions()
	s.extras.reset()
	s.limits.reset()
	s.journal.reset()
	s.SetFaults(s.initialFaults)
}
