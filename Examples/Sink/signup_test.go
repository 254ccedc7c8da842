// An app that sends mail, tried against fanmail's sink. Only Go's own library is needed (Go 1.21 or later):
//
//	go test signup_test.go        (FANMAIL=/path/to/fanmail where it is not in the PATH)
package signup

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/smtp"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// signUp is the app.
func signUp(address, server string) error {
	message := "From: Ada <ada@lists.example>\r\nTo: " + address + "\r\nSubject: Welcome\r\n\r\n" +
		"Confirm: https://lists.example/confirm?t=1\r\n"
	return smtp.SendMail(server, nil, "ada@lists.example", []string{address}, []byte(message))
}

// sink is a server of the test's own, on free ports.
type sink struct {
	SMTP struct {
		Host string
		Port int
	}
	Web struct{ URL string }
}

func (s *sink) server() string { return fmt.Sprintf("%s:%d", s.SMTP.Host, s.SMTP.Port) }

func startSink(t *testing.T) *sink {
	t.Helper()
	program := os.Getenv("FANMAIL")
	if program == "" {
		program = "fanmail"
	}
	ready := filepath.Join(t.TempDir(), "ready.json")
	command := exec.Command(program, "sink", "--listen", "127.0.0.1:0", "--web", "127.0.0.1:0", "--ready-file", ready)
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- command.Wait() }()
	t.Cleanup(func() {
		_ = command.Process.Signal(os.Interrupt)
		<-ended
	})
	// The file is there, whole, once it listens.
	for {
		text, err := os.ReadFile(ready)
		if err == nil {
			found := new(sink)
			if err := json.Unmarshal(text, found); err != nil {
				t.Fatal(err)
			}
			return found
		}
		select {
		case err := <-ended:
			ended <- err
			t.Fatalf("the sink has ended: %v", err)
		case <-time.After(10 * time.Millisecond):
		}
	}
}

// call asks the API, and reads its answer into a value.
func (s *sink) call(t *testing.T, method, path string, query url.Values, body string, into any) int {
	t.Helper()
	request, err := http.NewRequest(method, s.Web.URL+path+"?"+query.Encode(), strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if into != nil {
		if err := json.NewDecoder(answer.Body).Decode(into); err != nil {
			t.Fatal(err)
		}
	}
	return answer.StatusCode
}

func TestWelcome(t *testing.T) {
	s := startSink(t)
	if err := signUp("ken@example.org", s.server()); err != nil {
		t.Fatal(err)
	}
	var message struct {
		Subject  string
		Links    []struct{ URL string }
		Envelope struct{ ReversePath string }
	}
	// The first message that is meant, as soon as it is there; what came before counts.
	query := url.Values{"to": {"ken@example.org"}, "timeout": {"10s"}}
	if status := s.call(t, "GET", "api/v1/wait", query, "", &message); status != 200 {
		t.Fatalf("no message: %d", status)
	}
	if message.Subject != "Welcome" || message.Envelope.ReversePath != "ada@lists.example" {
		t.Errorf("not what was to come: %+v", message)
	}
	if len(message.Links) != 1 || message.Links[0].URL != "https://lists.example/confirm?t=1" {
		t.Errorf("not the link that was to come: %+v", message.Links)
	}
}

func TestRefused(t *testing.T) {
	s := startSink(t)
	faults := "[[fault]]\nrecipient = \"gone@*\"\nreply = \"550 5.1.1 no such user\"\n"
	if status := s.call(t, "PUT", "api/v1/faults", nil, faults, nil); status != 200 {
		t.Fatalf("the faults were not taken: %d", status)
	}
	err := signUp("gone@example.org", s.server())
	if err == nil || !strings.Contains(err.Error(), "no such user") {
		t.Errorf("not refused: %v", err)
	}
}
