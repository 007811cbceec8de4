#!/usr/bin/python3
"""Type at a shell with the completion of fogline loaded, and see that the tab key does its work.

Usage: type_into.py bash|zsh FOGLINE FOLDER
The current folder has phones.yaml; FOLDER has the files of the shells. Prints what the terminal showed if it was not as expected.
"""
import os
import pty
import select
import shutil
import sys
import time

PATIENCE_S = 30
LOAD = {
    "bash": (["bash", "--norc", "--noprofile", "-i"], "source {folder}/fogline"),
    "zsh": (["zsh", "-f", "-i"], "fpath=({folder} $fpath); autoload -U compinit; compinit -u -D"),
}
# What is typed before the tab key, and how the line goes on after it.
STEPS = [("fogline sho", "w "), ("phon", "es.yaml "), ("--set offloading.pol", "icy="), ("leas", "t-loaded "), ("--set nodes.phone.cou", "nt=")]


def text_of(shown):
    """What was shown without the characters that only move or ring."""
    return shown.translate({7: None, 8: None, 13: None})


class Terminal:
    def __init__(self, words, environment):
        child, self.file = pty.fork()
        if child == 0:
            os.execvpe(words[0], words, environment)
        self.shown = ""

    def type(self, text):
        os.write(self.file, text.encode())

    def wait_for(self, text):
        """Whether the terminal shows the text, in its own time, after what was shown when something was last waited for."""
        end = time.monotonic() + PATIENCE_S
        seen = ""
        while text not in text_of(seen) and time.monotonic() < end:
            if select.select([self.file], [], [], 0.1)[0]:
                try:
                    part = os.read(self.file, 65536).decode(errors="replace")
                except OSError:
                    return False
                seen += part
                self.shown += part
        return text in text_of(seen)


def main(shell, fogline, folder):
    os.makedirs("bin", exist_ok=True)
    if not os.path.exists("bin/fogline"):
        os.symlink(fogline, "bin/fogline")
    words, load = LOAD[shell]
    environment = dict(os.environ, PATH=f"{os.getcwd()}/bin:{os.environ['PATH']}", TERM="dumb", PS1="ready> ", COLUMNS="1000", HOME=os.getcwd())
    terminal = Terminal([shutil.which(words[0])] + words[1:], environment)
    terminal.type("stty columns 1000\n")
    terminal.type(load.format(folder=folder) + "; echo load''ed\n")
    good = terminal.wait_for("loaded")
    for typed, rest in STEPS:
        if good:
            terminal.type(typed + "\t")
            good = terminal.wait_for(typed + rest)
    if good:
        terminal.type("7 | grep -c 'count: 7'; echo en''ded\n")
        good = terminal.wait_for("1\nended")
    if not good:
        print(terminal.shown)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
