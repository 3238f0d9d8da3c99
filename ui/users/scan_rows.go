package users

import (
	"fmt"
	"time"

	"github.com/dustin/go-humanize"

	"usher/ui/errtext"
)

// scanLine is the line under the list of a scan: "scanned 3,500 of 12,408 · 23
// found · S stops". Marks come before the words that may be cut.
func (p *Page) scanLine() string {
	l := p.list
	s := l.scan
	if s.state == scanDone && s.read == 0 {
		return p.markWords()
	}
	out := " scanned " + humanize.Comma(int64(s.read))
	if s.total >= 0 {
		out += " of " + humanize.Comma(int64(max(s.total, s.read)))
	}
	found := humanize.Comma(int64(l.found()))
	return out + " · " + found + " found" + p.markWords() + " · " + p.scanWords(found)
}

// scanWords tell what the scan does and what the key does to it.
func (p *Page) scanWords(found string) string {
	s, k := p.list.scan, p.deps.Keys.Scan.Help().Key
	switch s.state {
	case scanWaiting:
		why := "no connection"
		if errtext.Explain(p.list.err).Kind == errtext.RateLimited {
			why = "too many requests"
		}
		return fmt.Sprintf("%s, goes on in %d s", why, int((s.wait+time.Second-1)/time.Second))
	case scanStopped:
		return "stopped, " + k + " goes on"
	case scanPaused:
		if s.bound >= scanMost {
			return "paused at " + found + " found, narrow the search"
		}
		return "paused at " + found + " found, " + k + " goes on"
	case scanFailed:
		return "failed, " + k + " goes on"
	case scanDone:
		if s.moved {
			return "done; the list moved, " + p.deps.Keys.RefreshAll.Help().Key + " looks again"
		}
		return "done"
	default:
		return p.heldWords() + k + " stops"
	}
}

// heldWords tell why a scan stands though it runs.
func (p *Page) heldWords() string {
	if p.deps.Held == nil || !p.loads.Busy() {
		return ""
	}
	switch budget, refused := p.deps.Held(); {
	case refused > 0:
		return fmt.Sprintf("too many requests, goes on in %d s, ", int((refused+time.Second-1)/time.Second))
	case budget:
		return "waits for its turn, "
	}
	return ""
}
