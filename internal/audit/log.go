package audit

import (
	"bytes"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"

	"usher/api"
)

// Who is what every entry of a log says about where it was written.
type Who struct {
	Operator    string
	Environment string
	Instance    string
}

// Options of a log. The zero value uses the system's clock and randomness.
type Options struct {
	Who  Who
	Now  func() time.Time
	Rand io.Reader // of the entries' ids
	// MaxBytes is the size from which on a new file is begun; the old one is
	// kept beside it. 0 means 16 MiB.
	MaxBytes int64
}

// Plan is what is about to be done.
type Plan struct {
	Action  string
	User    api.ID
	Level   int
	Reason  string
	Notes   []string
	Undoes  bool
	Allowed []Request
}

// End is what became of it.
type End struct {
	Result  Result
	Status  int
	Code    string
	TraceID string
	Detail  string
}

// sink takes whole lines.
type sink interface{ append(line []byte) error }

// Log is an audit log. It is safe for concurrent use, also by several
// processes on one file.
type Log struct {
	sink sink
	now  func() time.Time
	rand io.Reader

	mu  sync.Mutex
	who Who
}

func newLog(s sink, o Options) *Log {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Rand == nil {
		o.Rand = rand.Reader
	}
	return &Log{sink: s, now: o.Now, rand: o.Rand, who: o.Who}
}

// SetInstance names the instance of later entries, once it is known.
func (l *Log) SetInstance(name string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.who.Instance = name
}

// Intent writes what is about to be done and returns the ticket without which
// the transport lets no change through. After an error nothing may be sent.
func (l *Log) Intent(p Plan) (*Ticket, error) {
	id := make([]byte, 8)
	l.mu.Lock()
	_, err := io.ReadFull(l.rand, id)
	who := l.who
	l.mu.Unlock()
	if err != nil {
		return nil, fmt.Errorf("make an audit id: %w", err)
	}
	if len(p.Allowed) == 0 {
		return nil, errors.New("write the audit log: an intent without requests")
	}
	e := Entry{
		Time: l.now().UTC(), Kind: Intent, ID: hex.EncodeToString(id),
		Operator: who.Operator, Environment: who.Environment, Instance: who.Instance,
		Action: p.Action, User: p.User, Level: p.Level, Reason: p.Reason, Notes: p.Notes, Undoes: p.Undoes,
	}
	for _, r := range p.Allowed {
		e.Allowed = append(e.Allowed, r.String())
	}
	if err := l.write(e); err != nil {
		return nil, err
	}
	return newTicket(e, p.Allowed), nil
}

// Outcome writes what became of an intent and closes its ticket: no request
// passes with it any more.
func (l *Log) Outcome(t *Ticket, end End) error {
	sent := t.close()
	e := t.intent
	now := l.now().UTC()
	e.Kind, e.DurationMS, e.Time = Outcome, now.Sub(e.Time).Milliseconds(), now
	e.Allowed, e.Notes, e.Reason, e.Undoes = nil, nil, "", false
	e.Result, e.Status, e.Code, e.TraceID, e.Detail, e.Requests = end.Result, end.Status, end.Code, end.TraceID, end.Detail, sent
	return l.write(e)
}

func (l *Log) write(e Entry) error {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(e); err != nil { // ends with a newline
		return fmt.Errorf("encode an audit entry: %w", err)
	}
	if err := l.sink.append(escapeControls(b.Bytes())); err != nil {
		return fmt.Errorf("write the audit log: %w", err)
	}
	return nil
}

// escapeControls writes everything beside printable ASCII as \u escapes, so
// that not even `cat` of the file can be harmed by what a stranger typed. It
// is used on JSON, where such characters stand in strings only.
func escapeControls(line []byte) []byte {
	out := make([]byte, 0, len(line))
	for _, r := range string(bytes.TrimSuffix(line, []byte("\n"))) {
		switch {
		case r >= ' ' && r < 0x7f:
			out = append(out, byte(r))
		case r > 0xffff:
			r -= 0x10000
			out = fmt.Appendf(out, `\u%04x\u%04x`, 0xd800+r>>10, 0xdc00+r&0x3ff)
		default:
			out = fmt.Appendf(out, `\u%04x`, r)
		}
	}
	return append(out, '\n')
}
