//go:build unix

// Command screenshot draws a running program as an SVG: it starts it on a
// terminal of its own, presses keys, and draws what stands on the screen.
//
//	screenshot -out docs/screenshot.svg -see "of 5,000" -keys "j j" ./bin/usher --demo
package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"image/color"
	"os"
	"strings"
	"time"

	"usher/internal/terminal"
)

// wait bounds the waiting for what should be seen.
const wait = 10 * time.Second

// shot is what to draw.
type shot struct {
	out, see, keys, text, then, title string
	width, height                     int
	light                             bool
	settle                            time.Duration
}

func main() {
	var s shot
	flag.StringVar(&s.out, "out", "screenshot.svg", "file to write")
	flag.IntVar(&s.width, "width", 120, "columns")
	flag.IntVar(&s.height, "height", 32, "lines")
	flag.StringVar(&s.see, "see", "users", "text to wait for before anything is typed")
	flag.StringVar(&s.text, "type", "", "text to type first")
	flag.StringVar(&s.keys, "keys", "", "keys to press then, by name, between blanks")
	flag.StringVar(&s.then, "then", "", "text to wait for afterwards")
	flag.DurationVar(&s.settle, "settle", 400*time.Millisecond, "time to come to rest before it is drawn")
	flag.StringVar(&s.title, "title", "usher, a terminal dashboard for Clerk users", "what the picture shows")
	flag.BoolVar(&s.light, "light", false, "draw on a light ground")
	flag.Parse()
	if err := s.take(context.Background(), flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "screenshot:", err)
		os.Exit(1)
	}
}

func (s shot) take(ctx context.Context, command []string) error {
	if len(command) == 0 {
		return fmt.Errorf("name the program to draw")
	}
	home, err := os.MkdirTemp("", "screenshot-")
	if err != nil {
		return fmt.Errorf("make a home: %w", err)
	}
	defer func() { _ = os.RemoveAll(home) }()
	session, err := terminal.Start(ctx, terminal.Options{
		Width: s.width, Height: s.height, Env: []string{"HOME=" + home, "USER=operator", "PATH=" + os.Getenv("PATH"), "TZ=UTC"},
	}, command[0], command[1:]...)
	if err != nil {
		return fmt.Errorf("start the program: %w", err)
	}
	defer session.Close()
	if err := s.act(session); err != nil {
		return err
	}
	time.Sleep(s.settle)
	var picture bytes.Buffer
	if err := session.SVG(&picture, s.look()); err != nil {
		return fmt.Errorf("draw: %w", err)
	}
	if err := os.WriteFile(s.out, picture.Bytes(), 0o644); err != nil { //nolint:gosec // a picture for everyone
		return fmt.Errorf("write the picture: %w", err)
	}
	return nil
}

func (s shot) act(session *terminal.Session) error {
	if err := session.Expect(s.see, wait); err != nil {
		return fmt.Errorf("see: %w", err)
	}
	if s.text != "" {
		if err := session.Send(s.text); err != nil {
			return fmt.Errorf("type: %w", err)
		}
		time.Sleep(s.settle)
	}
	for _, key := range strings.Fields(s.keys) {
		if err := session.Press(key); err != nil {
			return fmt.Errorf("press: %w", err)
		}
		// As fast as a person: Esc and a letter in one read are Alt and the letter.
		time.Sleep(30 * time.Millisecond)
	}
	if s.then != "" {
		if err := session.Expect(s.then, wait); err != nil {
			return fmt.Errorf("then: %w", err)
		}
	}
	return nil
}

func (s shot) look() terminal.Picture {
	p := terminal.Picture{
		Title:      s.title,
		Foreground: color.RGBA{0xcd, 0xd6, 0xf4, 0xff}, Background: color.RGBA{0x11, 0x11, 0x1b, 0xff},
	}
	if s.light {
		p.Foreground, p.Background = color.RGBA{0x1e, 0x1e, 0x2e, 0xff}, color.RGBA{0xfa, 0xfa, 0xfa, 0xff}
	}
	return p
}
