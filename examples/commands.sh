#!/bin/sh
# The shell commands that Claude Code runs, in all sessions, as they begin: sh examples/commands.sh
mpm-hook tail --json --type hook.pre_tool --tool Bash |
  jq --unbuffered --raw-output '"\(.session_id[:4])  \(.data.tool_input.command)"'
