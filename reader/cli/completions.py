"""Completion scripts for bash, zsh and fish, made from what the commands take. Pure: specs in, text out.

Names of sources, filters and rules are asked of `dateline completion --values` when Tab is pressed; everything else
stands in the script.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reader.cli.command_specs import Spec, Taken

ASKED = {"source": "sources", "filter": "fields", "rule": "rules", "setting": "settings"}
"""Kinds of value that are asked for, and under which name."""
HOME = "--home"
"""The option that may stand before a command, and goes with it to `dateline completion --values`."""


def bash(program: Spec) -> str:
    """For bash 3.2 and later; needs no bash-completion."""
    lines = [
        "# Completion of dateline for bash: eval \"$(dateline completion bash)\"",
        f"_dateline_values() {{ command dateline ${{home:+{HOME} \"$home\"}} completion --values \"$1\" 2>/dev/null |",
        "    cut -f 1; }",
        "_dateline() {",
        "    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} path= home= word i=1",
        "    local options= words= kind=",
        "    while [ $i -lt $COMP_CWORD ]; do",
        "        word=${COMP_WORDS[i]}",
        "        case \"$path $word\" in",
        f"            *' {HOME}') i=$((i+1)); [ \"${{COMP_WORDS[i]}}\" = = ] && i=$((i+1))",
        "                home=${COMP_WORDS[i]/#\\~/$HOME} ;;",
        *(f"            {_bash_word(' ' + ' '.join(spec.path))}) path={_bash_word(' '.join(spec.path))} ;;"
          for spec in program.walk() if len(spec.path) == 1),
        *(f"            {_bash_word(' '.join(spec.path))}) path={_bash_word(' '.join(spec.path))} ;;"
          for spec in program.walk() if len(spec.path) > 1),
        "        esac",
        "        i=$((i+1))",
        "    done",
        "    case \"$path\" in",
    ]  # fmt: skip
    for spec in program.walk():
        lines += _bash_branch(spec)
    lines += [
        "    esac",
        '    case "$path $prev" in',
        *_bash_values(program),
        '        *) case "$cur" in -*) words=$options; kind= ;; esac ;;',
        "    esac",
        '    case "$kind" in',
        *(f'        {kind}) words="$words $(_dateline_values {name})" ;;' for kind, name in ASKED.items()),
        "    esac",
        '    COMPREPLY=($(compgen -W "$words" -- "$cur"))',
        "    local IFS=$'\\n'",
        '    case "$kind" in',
        '        file) COMPREPLY+=($(compgen -f -- "$cur")) ;;',
        '        folder) COMPREPLY+=($(compgen -d -- "$cur")) ;;',
        "    esac",
        "}",
        "complete -o filenames -o bashdefault -F _dateline dateline",
    ]
    return "\n".join(lines) + "\n"


def _bash_word(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"


def _bash_branch(spec: Spec) -> Iterator[str]:
    options = " ".join(name for one in spec.options for name in one.names)
    words = [*(part.path[-1] for part in spec.parts), *(choice for one in spec.arguments for choice in one.choices)]
    kind = next((one.kind for one in spec.arguments if one.kind), "")
    path, offered = _bash_word(" ".join(spec.path)), _bash_word(" ".join(words))
    yield f"        {path}) options={_bash_word(options)} words={offered} kind={kind} ;;"


def _bash_values(program: Spec) -> Iterator[str]:
    for spec in program.walk():
        for one in spec.options:
            if one.value is None or one.optional:
                continue
            names = "|".join(_bash_word(f"{' '.join(spec.path)} {name}") for name in one.names)
            yield f"        {names}) options= words={_bash_word(' '.join(one.choices))} kind={one.kind} ;;"


def zsh(program: Spec) -> str:
    """For zsh with its completion system (compinit)."""
    lines = ["#compdef dateline", '# Completion of dateline for zsh: eval "$(dateline completion zsh)" after compinit']
    lines += [
        "_dateline_values() {",
        "    local -a found home typed=(${(z)BUFFER}); local each tab=$'\\t'",
        f"    local at=${{typed[(I){HOME}]}}; (( at )) && home=({HOME} ${{(Q)typed[at+1]/#\\~/$HOME}})",
        '    for each in ${(f)"$(command dateline $home completion --values $1 2>/dev/null)"}; do',
        '        found+=("${${each%%$tab*}//:/\\\\:}:${each#*$tab}")',
        "    done",
        "    _describe $1 found",
        "}",
    ]
    for spec in program.walk():
        lines += _zsh_function(spec)
    lines += ['if [ "$funcstack[1]" = _dateline ]; then _dateline "$@"; else compdef _dateline dateline; fi']
    return "\n".join(lines) + "\n"


def _zsh_name(spec: Spec) -> str:
    return "_".join(("_dateline", *(word.replace("-", "_") for word in spec.path)))


def _zsh_function(spec: Spec) -> Iterator[str]:
    yield f"{_zsh_name(spec)}() {{"
    if spec.parts:
        yield "    local context state state_descr line; typeset -A opt_args"
        yield "    local -a commands=("
        yield from (f"        {_zsh_word(f'{part.path[-1]}:{part.help}')}" for part in spec.parts)
        yield "    )"
    pieces = [_zsh_option(one) for one in spec.options]
    if spec.parts:
        pieces += ["'1: :->command'", "'*:: :->rest'"]
    else:
        pieces += [_zsh_argument(one) for one in spec.arguments]
    yield "    _arguments -s -C" + "".join(f" \\\n        {piece}" for piece in pieces)
    if spec.parts:
        yield "    case $state in"
        files = "; _files" if not spec.path else ""
        yield f"        command) _describe command commands{files} ;;"
        yield "        rest) case $line[1] in"
        for part in spec.parts:
            yield f"            {part.path[-1]}) {_zsh_name(part)} ;;"
        yield f"            *) {'_files' if not spec.path else ':'} ;;"
        yield "        esac ;;"
        yield "    esac"
    yield "}"


def _zsh_word(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"


def _zsh_plain(text: str) -> str:
    return re.sub(r"([\[\]:\\])", r"\\\1", text)


def _zsh_option(one: Taken) -> str:
    words = f"[{_zsh_plain(one.help)}]" + (_zsh_value(one) if one.value is not None else "")
    if len(one.names) == 1:
        return _zsh_word(one.names[0] + words)
    return f"'({' '.join(one.names)})'{{{','.join(one.names)}}}{_zsh_word(words)}"


def _zsh_argument(one: Taken) -> str:
    return _zsh_word(("*" if one.many else "") + (":" if one.optional and not one.many else "") + _zsh_value(one))


def _zsh_value(one: Taken) -> str:
    value = _zsh_plain(one.value or "")
    if one.choices:
        action = f"({' '.join(one.choices)})"
    elif one.kind in ASKED:
        action = f" _dateline_values {ASKED[one.kind]}"  # with the blank it is called as it stands here
    else:
        action = {"file": "_files", "folder": "_files -/"}.get(one.kind, " ")
    return f":{value}:{action}"


def fish(program: Spec) -> str:
    """For fish 3."""
    lines = [
        "# Completion of dateline for fish: dateline completion fish | source",
        "function __dateline_at --description 'whether the words so far name this command'",
        "    set -l words (commandline -opc)",
        "    set -l path",
        "    set -l skip 1",
        "    for word in $words",
        "        if test $skip = 1",
        "            set skip 0",
        f"        else if test $word = {HOME}",
        "            set skip 1",
        "        else if not string match -q -- '-*' $word",
        "            set -a path $word",
        "        end",
        "    end",
        "    set -l wanted (count $argv)",
        "    test $wanted = 0; and test (count $path) -gt 0; and return 1",
        '    test $wanted = 0; or test "$path[1..$wanted]" = "$argv"',
        "end",
        "function __dateline_values",
        "    set -l words (commandline -opc)",
        "    set -l home",
        f"    if set -l at (contains -i -- {HOME} $words)",
        f"        set home {HOME} (string replace -r '^~' $HOME -- $words[(math $at + 1)])",
        "    end",
        "    command dateline $home completion --values $argv[1] 2>/dev/null",
        "end",
    ]
    for spec in program.walk():
        at = f"-n {_fish_word(' '.join(('__dateline_at', *spec.path)))}"
        part_names = " ".join(part.path[-1] for part in spec.parts)
        alone = f"; and not __fish_seen_subcommand_from {part_names}" if spec.parts and spec.path else ""
        for part in spec.parts:
            here = f"-n {_fish_word(' '.join(('__dateline_at', *spec.path)) + alone)}"
            lines.append(f"complete -c dateline {here} -f -a {part.path[-1]} -d {_fish_word(part.help)}")
        lines += [f"complete -c dateline {at} {_fish_option(one)}" for one in spec.options]
        lines += [f"complete -c dateline {at} {_fish_value(one)}" for one in spec.arguments if spec.path]
    return "\n".join(lines) + "\n"


def _fish_word(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _fish_option(one: Taken) -> str:
    names = [f"-l {name[2:]}" if name.startswith("--") else f"-s {name[1:]}" for name in one.names]
    value = "" if one.value is None or one.optional else f" -r {_fish_value(one)}"
    return f"{' '.join(names)}{value} -d {_fish_word(one.help)}"


def _fish_value(one: Taken) -> str:
    if one.choices:
        return f"-f -a {_fish_word(' '.join(one.choices))}"
    if one.kind in ASKED:
        return f"-f -a '(__dateline_values {ASKED[one.kind]})'"
    return {"file": "-F", "folder": "-f -a '(__fish_complete_directories)'"}.get(one.kind, "-f")


WRITERS = {"bash": bash, "zsh": zsh, "fish": fish}
