package audit

import (
	"path/filepath"

	"github.com/adrg/xdg"
)

// DefaultPath is usher/audit.jsonl in the state directory of the XDG rules.
func DefaultPath() string { return filepath.Join(xdg.StateHome, "usher", "audit.jsonl") }
