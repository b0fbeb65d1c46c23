"""The one place where the engine is put together."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING

from core.models import EngineStatus
from core.services import (
    Assets,
    Branches,
    Candidates,
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
    Writing,
)
from core.services.common import Context
from core.services.scans import StoredAnswers
from core.settings import Settings
from core.store.engine import Store
from core.store.opening import prepare
from core.store.pictures import PictureFiles
from core.writing.offline import OfflineWriting

if TYPE_CHECKING:
    from pydantic import SecretStr

    from core.providers.ports import ImageModel, TextModel
    from core.scan.engine import ScanEngine
    from core.writing.engine import WritingEngine


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
        text_model = _text_model(settings)
        if text_model is not None:
            stack.push_async_callback(text_model.close)
        engine, writer = _scan_engine(text_model, settings, context), _writer(text_model, settings)
        image_model = await _image_model(settings, stack)
        services = compose_services(context, engine, image_model, settings, writer)
        await services.styles.bring_built_ins()
        yield services


def compose_services(
    context: Context,
    engine: ScanEngine,
    image_model: ImageModel,
    settings: Settings,
    writer: WritingEngine | None = None,
) -> Services:
    """The services over a workspace and the engines that answer; without a `writer` rules write."""
    projects, assets = Projects(context), Assets(context)
    images = Images(context, assets, image_model, settings.workspace.prompts)
    return Services(
        projects=projects,
        branches=Branches(context),
        scans=Scans(context, projects, engine),
        reviews=Reviews(context, engine, projects),
        styles=Styles(context),
        assets=assets,
        images=images,
        candidates=Candidates(context),
        gate=Gate(context),
        library=Library(context),
        handoff=Handoff(context),
        writing=Writing(context, assets, writer or OfflineWriting()),
        engines=EngineStatus(engine.info, image_model.info, _note(settings)),
        new_worker=lambda: Worker(images, image_model, settings.image_concurrency),
    )


def _scan_engine(model: TextModel | None, settings: Settings, context: Context) -> ScanEngine:
    if model is None:
        from core.scan.offline import OfflineEngine

        return OfflineEngine()
    from core.scan.model import ModelEngine

    one_window = settings.scan_windows == "one"
    return ModelEngine(model, StoredAnswers(context), settings.workspace.prompts, one_window=one_window)


def _writer(model: TextModel | None, settings: Settings) -> WritingEngine:
    if model is None:
        return OfflineWriting()
    from core.writing.model import ModelWriting

    return ModelWriting(model, settings.workspace.prompts)


def _text_model(settings: Settings) -> TextModel | None:
    if settings.provider == "openai":
        from core.providers.openai_compatible import OpenAICompatibleText

        return OpenAICompatibleText(
            settings.text_base_url or "",
            settings.text_model,
            _secret(settings.text_api_key),
            context_tokens=settings.text_context,
        )
    if not settings.uses_gemini:
        return None
    from core.providers.gemini import GeminiText

    return GeminiText(
        _secret(settings.google_api_key),
        settings.text_model,
        base_url=settings.google_gemini_base_url,
        api_version=settings.gemini_api_version,
    )


async def _image_model(settings: Settings, stack: AsyncExitStack) -> ImageModel:
    if not settings.draws_with_gemini:
        from core.providers.offline import OfflineImages

        return OfflineImages()
    from core.providers.gemini import GeminiImages

    model = GeminiImages(
        _secret(settings.google_api_key),
        settings.image_model,
        base_url=settings.google_gemini_base_url,
        api_version=settings.gemini_api_version,
    )
    stack.push_async_callback(model.close)
    return model


def _secret(key: SecretStr | None) -> str:
    return key.get_secret_value() if key else ""


def _note(settings: Settings) -> str:
    if settings.provider == "openai":
        drawn = "by Gemini" if settings.draws_with_gemini else "offline: no Gemini key is set"
        return f"pictures {drawn}"
    if settings.uses_gemini:
        return ""
    if settings.provider == "offline":
        return "offline, as set"
    return "offline: no key is set"
