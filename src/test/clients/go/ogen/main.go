// Makes the calls of every generated client, and prints a line for each. The arguments are the endpoint, a bearer token of an
// admin, and a server with unusual responses.
package main

import (
	"context"
	"fmt"
	"os"
	"strings"

	"acstoken/ogen/client"
)

type bearer struct{}

func (bearer) BearerToken(context.Context, client.OperationName) (client.BearerToken, error) {
	return client.BearerToken{Token: os.Args[2]}, nil
}

func (bearer) MasterKey(context.Context, client.OperationName) (client.MasterKey, error) {
	return client.MasterKey{}, nil
}

func main() {
	endpoint, unusual := connect(os.Args[1]), connect(os.Args[3])
	ctx := context.Background()
	me := client.IssueTokenParams{UserId: "me"}
	empty := client.NewOptTokenRequest(client.TokenRequest{})
	hour := client.NewOptTokenRequest(client.TokenRequest{ExpiresInMinutes: client.NewOptInt32(60)})

	print("no body")(endpoint.IssueToken(ctx, client.OptTokenRequest{}, me))
	print("empty request")(endpoint.IssueToken(ctx, empty, me))
	print("60 minutes")(endpoint.IssueToken(ctx, hour, me))
	refreshed, err := endpoint.RefreshToken(ctx, client.OptTokenRequest{}, client.RefreshTokenParams{UserId: "me"})
	print("refresh")(refreshed, err)
	set, err := endpoint.SetAccess(ctx, &client.AccessRequest{}, client.SetAccessParams{UserId: "me"})
	print("empty access")(set, err)
	access, err := endpoint.GetAccess(ctx, client.GetAccessParams{UserId: "me"})
	print("access")(access, err)
	revoked, err := endpoint.RevokeTokens(ctx, client.RevokeTokensParams{UserId: "me"})
	print("revoke")(revoked, err)

	for _, name := range []string{"new scope", "new code", "date to retry", "page"} {
		user := strings.ReplaceAll(name, " ", "-")
		response, err := unusual.IssueToken(ctx, client.OptTokenRequest{}, client.IssueTokenParams{UserId: user})
		print(name)(response, err)
	}
}

func connect(endpoint string) *client.Client {
	connected, err := client.NewClient(endpoint, bearer{})
	if err != nil {
		panic(err)
	}
	return connected
}

func print(name string) func(any, error) {
	return func(response any, err error) {
		fmt.Println(name + ": " + result(response, err))
	}
}

func result(response any, err error) string {
	if err != nil {
		if strings.Contains(err.Error(), "unexpected Content-Type: text/html") {
			return "502 without a problem"
		}
		return err.Error()
	}
	switch response := response.(type) {
	case interface{ GetResponse() client.Token }:
		return scopes(response.GetResponse().Scopes)
	case interface{ GetResponse() client.Access }:
		return scopes(response.GetResponse().Scopes)
	case interface{ GetResponse() client.Problem }:
		problem := response.GetResponse()
		return fmt.Sprintf("%d %s", problem.Status, problem.Code)
	case *client.Done:
		return "done"
	default:
		return fmt.Sprintf("%T", response)
	}
}

func scopes(list []client.Scope) string {
	texts := make([]string, 0, len(list))
	for _, scope := range list {
		texts = append(texts, string(scope))
	}
	return strings.Join(texts, " ")
}
