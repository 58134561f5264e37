"""The networks of a structure, for those who keep its page: it may leave them."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.sessions import signed_in
from app.networks.joining import leave_network
from app.networks.queries import network_or_404
from app.structures.queries import edited_supplier


def own_networks(supplier_id: int) -> ResponseReturnValue:
    supplier = edited_supplier(supplier_id)
    return render_template("networks/own.html", supplier=supplier)


def leave(supplier_id: int) -> ResponseReturnValue:
    network = network_or_404(request.form.get("network", ""))
    if leave_network(network, supplier_id, signed_in().actor):
        flash(f"La structure n’est plus membre du réseau « {network.name} », qui en est prévenu.")
    return redirect(url_for("networks.own_networks", supplier_id=supplier_id))
