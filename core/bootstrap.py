"""The one place where the engine is put together."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING

from core.models import EngineStatus
from core.services import (
    Assets,
    Gate,
    Handoff,
    Images,
    Library,
    Projects,
    Reviews,
    Scans,
    Services,
    Styles,
    Worker,
)
from core.services.common import Context
from core.services.scans import StoredAnswers
from core.settings import Settings
from core.store.engine import Store
from core.store.opening import prepare
from core.store.pictures import PictureFiles

if TYPE_CHECKING:
    from core.providers.ports import ImageModel
    from core.scan.engine import ScanEngine


@asynccontextmanager
async def open_services(settings: Settings) -> AsyncIterator[Services]:
    """Open the workspace and hand out its services; everything is closed when the block ends.

    Raises:
        StoreError: the workspace can't be used.
        SettingsError: a setting is wrong.
    """
    workspace = settings.workspace
    await asyncio.to_thread(prepare, workspace)
    async with AsyncExitStack() as stack:
        store = Store.at(workspace.database)
        stack.push_async_callback(store.close)
        context = Context(store, PictureFiles(workspace.pictures))
        engine = await _scan_engine(settings, context, stack)
        image_model = await _image_model(settings, stack)
        services = compose_services(context, engine, image_model, settings)
        await services.styles.bring_built_ins()
        yield services


def compose_services(
    context: Context, engine: ScanEngine, image_model: ImageModel, settings: Settings
) -> Services:
    """The services over a workspace and the engines that answer."""
    projects, assets = Projects(context), Assets(context)
    images = Images(context, assets, image_model, settings.workspace.prompts)
    return Services(
        projects=projects,
        scans=Scans(context, projects, engine),
        reviews=Reviews(context, engine),
        styles=Styles(context),
        assets=assets,
        images=images,
        gate=Gate(context),
        library=Library(context),
        handoff=Handoff(context),
        engines=EngineStatus(engine.info, image_model.info, _note(settings)),
        new_worker=lambda: Worker(images, image_model, settings.image_concurrency),
    )


async def _scan_engine(settings: Settings, context: Context, stack: AsyncExitStack) -> ScanEngine:
    if not settings.uses_gemini:
        from core.scan.offline import OfflineEngine

        return OfflineEngine()
    from core.providers.gemini import GeminiText
    from core.scan.model import ModelEngine

    model = GeminiText(
        _key(settings),
        settings.text_model,
        base_url=settings.google_gemini_base_url,
        api_version=settings.gemini_api_version,
    )
    stack.push_async_callback(model.close)
    return ModelEngine(model, StoredAnswers(context), settings.workspace.prompts)


async def _image_model(settings: Settings, stack: AsyncExitStack) -> ImageModel:
    if not settings.uses_gemini:
        from core.providers.offline import OfflineImages

        return OfflineImages()
    from core.providers.gemini import GeminiImages

    model = GeminiImages(
        _key(settings),
        settings.image_model,
        base_url=settings.google_gemini_base_url,
        api_version=settings.gemini_api_version,
    )
    stack.push_async_callback(model.close)
    return model


def _key(settings: Settings) -> str:
    return settings.google_api_key.get_secret_value() if settings.google_api_key else ""


def _note(settings: Settings) -> str:
    if settings.uses_gemini:
        return ""
    if settings.provider == "offline":
        return "offline, as set"
    return "offline: no key is set"
