package cli

import (
	"fmt"
	"io"

	"github.com/cli/browser"
)

// openBrowser opens a link. What the browser's starter prints would land on
// the dashboard, so it goes nowhere.
func openBrowser(url string) error {
	browser.Stdout, browser.Stderr = io.Discard, io.Discard
	if err := browser.OpenURL(url); err != nil {
		return fmt.Errorf("open the browser: %w", err)
	}
	return nil
}
