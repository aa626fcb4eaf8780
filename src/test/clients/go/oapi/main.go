// Makes the calls of every generated client, and prints a line for each. The arguments are the endpoint, a bearer token of an
// admin, and a server with unusual responses.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"strings"

	"acstoken/oapi/client"
)

func main() {
	endpoint, unusual := connect(os.Args[1]), connect(os.Args[3])
	ctx := context.Background()
	minutes := int32(60)

	noBody, err := endpoint.IssueTokenWithBodyWithResponse(ctx, "me", nil, "application/json", http.NoBody)
	print("no body", token(noBody, err))
	empty, err := endpoint.IssueTokenWithResponse(ctx, "me", nil, client.TokenRequest{})
	print("empty request", token(empty, err))
	hour, err := endpoint.IssueTokenWithResponse(ctx, "me", nil, client.TokenRequest{ExpiresInMinutes: &minutes})
	print("60 minutes", token(hour, err))
	refreshed, err := endpoint.RefreshTokenWithResponse(ctx, "me", nil, client.TokenRequest{})
	check(err)
	print("refresh", scopes(refreshed.JSON200.Scopes))
	set, err := endpoint.SetAccessWithResponse(ctx, "me", nil, client.AccessRequest{})
	check(err)
	print("empty access", problem(set.StatusCode(), set.Body))
	access, err := endpoint.GetAccessWithResponse(ctx, "me", nil)
	check(err)
	print("access", scopes(access.JSON200.Scopes))
	revoked, err := endpoint.RevokeTokensWithResponse(ctx, "me", nil)
	check(err)
	print("revoke", map[bool]string{true: "done"}[revoked.StatusCode() == http.StatusNoContent])

	for _, name := range []string{"new scope", "new code", "date to retry", "page"} {
		user := strings.ReplaceAll(name, " ", "-")
		response, err := unusual.IssueTokenWithResponse(ctx, user, nil, client.TokenRequest{})
		print(name, token(response, err))
	}
}

func connect(endpoint string) *client.ClientWithResponses {
	bearer := func(_ context.Context, request *http.Request) error {
		request.Header.Set("Authorization", "Bearer "+os.Args[2])
		return nil
	}
	connected, err := client.NewClientWithResponses(endpoint, client.WithRequestEditorFn(bearer))
	check(err)
	return connected
}

func token(response *client.IssueTokenResponse, err error) string {
	check(err)
	if response.JSON200 != nil {
		return scopes(response.JSON200.Scopes)
	}
	if response.JSON201 != nil {
		return scopes(response.JSON201.Scopes)
	}
	return problem(response.StatusCode(), response.Body)
}

func scopes(list []string) string {
	return strings.Join(list, " ")
}

func problem(status int, body []byte) string {
	var problem client.Problem
	if json.Unmarshal(body, &problem) != nil {
		return fmt.Sprintf("%d without a problem", status)
	}
	return fmt.Sprintf("%d %s", status, problem.Code)
}

func print(name string, result string) {
	fmt.Println(name + ": " + result)
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}
