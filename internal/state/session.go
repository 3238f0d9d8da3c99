package state

import (
	"errors"
	"path/filepath"

	"usher/api"
)

// Session is where the person stood: what a start goes back to.
type Session struct {
	View  string `json:"view,omitempty"`  // the view's name
	Query string `json:"query,omitempty"` // the text of the search box
	Order string `json:"order,omitempty"` // as sort: takes it
	// Cursor is the user under the cursor, Row that row's number from 0.
	Cursor api.ID `json:"cursor,omitempty"`
	Row    int    `json:"row,omitempty"`
	// After is the last user of the page before the cursor's, "" for none.
	After api.ID `json:"after,omitempty"`
}

type sessionFile struct {
	Version int  `json:"version"`
	Private bool `json:"private"`
	Session
}

func (s *Store) sessionPath() string { return filepath.Join(s.dir, "session.json") }

func (s *Store) openSession() error {
	var f sessionFile
	if err := readFile(s.sessionPath(), &f); err != nil {
		return err
	}
	s.session = f.Session
	if s.private && !f.Private {
		s.session = s.allowed(f.Session)
		if s.session != f.Session {
			return locked(s.dir, func() error { return s.writeSession(s.session) })
		}
	}
	return nil
}

// allowed leaves out what may not be stored.
func (s *Store) allowed(n Session) Session {
	if n.Query != "" && !s.rules().storable(n.Query, s.private) {
		n.Query, n.Row, n.Cursor, n.After = "", 0, "", ""
	}
	if s.private {
		n.Cursor, n.After = "", ""
	}
	n.Row = max(n.Row, 0)
	return n
}

// Session is where the last run ended; the zero Session when that is not known.
func (s *Store) Session() Session {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.session
}

// SaveSession remembers where the person stands; of several dashboards the
// last one counts. It waits for the disk. A query that may not be stored, for
// the reasons given at [Private], is left out with the place in its list.
func (s *Store) SaveSession(n Session) error {
	n = s.allowed(n)
	if s.Session() == n {
		return nil
	}
	if s.dir != "" {
		if err := locked(s.dir, func() error { return s.writeSession(n) }); err != nil {
			return err
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.session = n
	return nil
}

func (s *Store) writeSession(n Session) error {
	var old sessionFile
	if err := decodeFile(s.sessionPath(), &old); errors.Is(err, errNewer) {
		return err
	}
	return writeFile(s.sessionPath(), sessionFile{Version: version, Private: s.private, Session: n})
}
