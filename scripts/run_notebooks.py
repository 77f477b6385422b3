"""Runs notebooks in the order given, all in this process, and writes them with their outputs, the same bytes each time.

Stops at the first cell that throws, writes to stderr, leaves a rejection without await, exceeds its time or ends its
kernel: exit code 1, and one message that names the notebook, the cell, its first line and the error.
"""

import argparse
import contextlib
import datetime
import json
import logging
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import threading
import time

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbclient.util import run_sync

CHECKOUT = pathlib.Path(__file__).resolve().parent.parent
TERMINAL = sys.stdout.isatty()
# Rejections surface once the code that caused them is done; 50 ms lets those of the last cell arrive.
LIST_UNAWAITED = ("await new Promise((resume) => setTimeout(resume, 50)); "
                  "console.log(JSON.stringify((globalThis as any).campaignLabUnawaited));")


class Failure(Exception):
    """A notebook that cannot be completed; the text is what the reader gets to see."""


def main():
    arguments = parsed_arguments()
    end_with_signals_and_parent(arguments.parent)
    os.environ["CAMPAIGN_LAB_RUNNER"] = str(os.getpid())  # the kernels watch it
    logging.disable(logging.CRITICAL)  # nbclient logs what we report in our own words
    books = {}
    try:
        for path in arguments.notebooks:
            books[path.stem] = executed(path, arguments.cell_timeout)
            arguments.out.mkdir(parents=True, exist_ok=True)
            nbformat.write(books[path.stem], arguments.out / path.name)
    except Failure as failure:
        print(("\n" if TERMINAL else "") + str(failure), file=sys.stderr)
        end(1)
    if arguments.html:
        write_pages(books, arguments.html)


def parsed_arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=pathlib.Path, required=True, help="folder for the executed notebooks")
    parser.add_argument("--html", type=pathlib.Path, help="folder for one page in HTML per notebook")
    parser.add_argument("--cell-timeout", type=float, default=300, help="seconds that a cell may take")
    parser.add_argument("--parent", type=int, default=os.getppid(), help="process whose end ends this one")
    parser.add_argument("notebooks", type=pathlib.Path, nargs="+")
    return parser.parse_args()


def executed(path, cell_timeout):
    """Returns the notebook with fresh outputs, counts 1 to n and no metadata that changes from run to run."""
    book = read(path)
    cells = [cell for cell in book.cells if cell.cell_type == "code" and cell.source.strip()]
    # Polled for time limits and dead kernels; a kernel whose notebook is done keeps nothing, so it is killed.
    client = NotebookClient(book, kernel_name="tslab", timeout=cell_timeout, record_timing=True, force_raise_errors=True,
                            shutdown_kernel="immediate", resources={"metadata": {"path": str(path.parent)}})
    begin = time.perf_counter()
    Kernel.manager = client.create_kernel_manager()
    try:
        with client.setup_kernel(stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL):
            execute(client, path.stem, cells)
            tidy(book, client)
    except RuntimeError as error:
        raise Failure(f"{path.stem}: the kernel does not start: {readable(str(error))}") from None
    finally:
        Kernel.manager = None
    progress(f"{path.stem}  {len(cells)} cells  {time.perf_counter() - begin:.1f} s", last=True)
    return book


def read(path):
    try:
        book = nbformat.read(path, as_version=nbformat.NO_CONVERT)
    except ValueError:
        raise Failure(f"{path.stem}: not a notebook (its text is not JSON)") from None
    if (book.nbformat, book.nbformat_minor) != (4, 5):
        raise Failure(f"{path.stem}: expected notebook format 4.5 (with cell ids), got {book.nbformat}.{book.nbformat_minor}")
    return book


def execute(client, name, cells):
    """Executes the cells, then asks the kernel for rejections that no cell awaited."""
    for number, cell in enumerate(cells, 1):
        where = f"{name}  cell {number} of {len(cells)}"
        progress(where)
        begin = time.perf_counter()
        if problem := problem_of_cell(client, cell):
            raise failure_in_cell(name, cells, number, problem)
        cell.execution_count = number
        cell.outputs = joined(cell.outputs)
        progress(f"{where}  {time.perf_counter() - begin:.1f} s", last=not TERMINAL)
    for unawaited in unawaited_errors(client):
        number = sum(milliseconds_of_begin(cell) < unawaited["at"] for cell in cells)
        raise failure_in_cell(name, cells, max(number, 1), readable(unawaited["text"]))


def milliseconds_of_begin(cell):
    """When the kernel began with a cell, by its own clock."""
    begin = cell.metadata.execution["iopub.status.busy"].replace("Z", "+00:00")
    return datetime.datetime.fromisoformat(begin).timestamp() * 1000


def problem_of_cell(client, cell):
    """Executes a cell; returns what went wrong, or an empty text."""
    problem = ""
    try:
        client.execute_cell(cell, client.nb.cells.index(cell))
    except CellExecutionError as error:
        problem = f"{error.ename}: {error.evalue}"
    except CellTimeoutError:
        return f"not finished after {client.timeout:g} s, so the kernel was ended (--cell-timeout sets the limit)"
    except DeadKernelError:
        return "the kernel ended (process.exit, a crash, or not enough memory)"
    written = "".join(output.text for output in cell.outputs if output.get("name") == "stderr")
    return readable(written or problem)


def failure_in_cell(name, cells, number, problem):
    first_line = cells[number - 1].source.strip().splitlines()[0]
    return Failure(f"{name}: cell {number} of {len(cells)} failed: {first_line}\n  {problem}")


def unawaited_errors(client):
    """Runs code outside the notebook; returns the errors that the kernel's watch.cjs kept."""
    written = []

    def keep(message):
        if message["msg_type"] == "stream" and message["content"]["name"] == "stdout":
            written.append(message["content"]["text"])

    run_sync(client.kc.execute_interactive)(LIST_UNAWAITED, store_history=False, output_hook=keep, timeout=60)
    return json.loads("".join(written))


def readable(text):
    """An error's text without colours, the excerpt that Node puts above it, stack lines and the machine's folders."""
    text = re.sub(r"\x1b\[[0-9;]*m", "", text)
    text = re.sub(r"\A\S+:\d+\n(?:.*\n)*?\s*\^+\n+", "", text)
    text = re.split(r"\n\s+at ", text)[0]
    text = re.sub(r"^UnhandledPromiseRejection: ", "rejected without await: ", text)
    text = re.sub(r"^UncaughtException: ", "thrown by something that the cell left behind: ", text)
    for folder in (os.environ.get("CAMPAIGN_LAB_OUT"), os.environ.get("CAMPAIGN_LAB_DATA"), str(CHECKOUT)):
        text = text.replace(folder + os.sep, "") if folder else text
    return re.sub(r"(?<![\w:/.~])/(?:[^\s/'\":]+/)+", "", text).strip()


def joined(outputs):
    """Merges neighbouring texts of one stream; nothing changes place."""
    result = []
    for output in outputs:
        last = result[-1] if result else {}
        if output.output_type == "stream" and last.get("name") == output.name:
            last.text += output.text
        else:
            result.append(output)
    return result


def tidy(book, client):
    """Leaves the metadata that JupyterLab would write itself, and nothing that changes from run to run."""
    for cell in book.cells:
        cell.metadata.pop("execution", None)
        if cell.cell_type == "code" and not cell.source.strip():
            cell.outputs, cell.execution_count = [], None

    async def information():
        return await client.kc.kernel_info(reply=True, timeout=60)

    kernel = client.km.kernel_spec
    book.metadata = nbformat.from_dict({
        "kernelspec": {"display_name": kernel.display_name, "language": kernel.language, "name": client.km.kernel_name},
        "language_info": run_sync(information)()["content"]["language_info"],
    })


def write_pages(books, folder):
    """Writes a page in HTML for each notebook, and plotly.js once beside them."""
    import plotly
    from nbconvert import HTMLExporter

    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(pathlib.Path(plotly.__file__).parent / "package_data" / "plotly.min.js", folder / "plotly.min.js")
    exporter = HTMLExporter(template_name="campaign")
    for name, book in books.items():
        begin = time.perf_counter()
        page, _ = exporter.from_notebook_node(book, {"metadata": {"name": name}})
        page = re.sub(r'href="(\d\d_\w+)\.ipynb', r'href="\1.html', page)
        (folder / f"{name}.html").write_text(page, encoding="utf-8", newline="\n")
        progress(f"{name}  page  {time.perf_counter() - begin:.1f} s", last=True)


def progress(line, last=False):
    """Shows a line: on a terminal over the line before, unless that was the last of its kind; elsewhere only what is done."""
    if TERMINAL:
        print(f"\r\033[2K{line}", end="\n" if last else "", flush=True)
    elif last:
        print(line, flush=True)


class Kernel:
    """The running kernel, for the moment when this process has to end."""

    manager = None


def end(code):
    """Ends the kernel and this process at once. A run that stops keeps nothing, so there is nothing else to tidy."""
    if Kernel.manager and Kernel.manager.provisioner and Kernel.manager.provisioner.pgid:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(Kernel.manager.provisioner.pgid, signal.SIGKILL)
    if Kernel.manager:
        Kernel.manager.cleanup_connection_file()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def end_with_signals_and_parent(parent):
    """Ends on Ctrl-C and SIGTERM, and when the process that started this one is gone, however and however early."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda number, _: end(128 + number))

    def watch():
        while os.getppid() == parent:
            time.sleep(1)
        end(1)

    threading.Thread(target=watch, daemon=True).start()


if __name__ == "__main__":
    main()
